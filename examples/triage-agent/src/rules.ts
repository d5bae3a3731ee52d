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

/** Words are those of templates, which the gateway has; list_templates lists them. */
type Words = { template: string; variables?: Record<string, string> };

export type Decision =
  | { tool: "raise_alert"; arguments: { severity: "warning" | "error" } & Words }
  | { tool: "dismiss_event"; arguments: Words };

const SURE = 0.5;

/** Decides about an event. The same event is always decided alike. */
export function decide(event: Event): Decision {
  const verdict = event.known_pattern?.verdict;
  if (verdict === "safe") {
    return { tool: "dismiss_event", arguments: { template: "nothing-of-note", variables: { cause: "known pattern" } } };
  }
  if (verdict === "unsafe") {
    return { tool: "raise_alert", arguments: { severity: "error", template: "known-unsafe" } };
  }
  const person = event.labels?.some(({ label, confidence }) => label === "person" && (confidence ?? 1) >= SURE);
  const variables = { label: "person", place: "in view", count: "unclear how many" };
  return person
    ? { tool: "raise_alert", arguments: { severity: "warning", template: "seen", variables } }
    : { tool: "dismiss_event", arguments: { template: "nothing-of-note", variables: { cause: "no person" } } };
}
