/** What of an event the rules look at. */
export interface Event {
  event_id: string;
  camera_id: string;
  motion_confidence?: number;
  labels?: { label: string; confidence?: number }[];
  known_pattern?: { name: string; verdict: string };
  ephemeral_token: string;
  expires_at: string;
}

export type Decision =
  | { tool: "raise_alert"; arguments: { severity: "warning" | "error"; summary: string } }
  | { tool: "dismiss_event"; arguments: { summary: string } };

const SURE = 0.5;

/** Decides about an event. The same event is always decided alike. */
export function decide(event: Event): Decision {
  const pattern = event.known_pattern;
  if (pattern?.verdict === "safe") {
    return { tool: "dismiss_event", arguments: { summary: `Known scene: ${pattern.name}` } };
  }
  if (pattern?.verdict === "unsafe") {
    return { tool: "raise_alert", arguments: { severity: "error", summary: `Known as unsafe: ${pattern.name}` } };
  }
  const person = event.labels?.some(({ label, confidence }) => label === "person" && (confidence ?? 1) >= SURE);
  return person
    ? { tool: "raise_alert", arguments: { severity: "warning", summary: "A person is there" } }
    : { tool: "dismiss_event", arguments: { summary: "No person is there" } };
}
