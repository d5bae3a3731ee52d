package io.frostglass.gateway.guard;

import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Words to whoever reads next, a person's assistant or another agent, that tell it what to do with itself. A list of
/// forms cannot be complete; it makes the usual ones worthless.
final class InstructionCheck implements Check {

    private static final String EARLIER =
            "(?:all|any|every|the|your|my|these|those|previous|prior|above|earlier|preceding|former|foregoing|existing|current|"
                    + "safety|system|security|initial|original|other|of)";

    private static final Rules RULES = Rules.of(
            "override",
                    "\\b(?:ignor(?:e|ing)|disregard(?:ing)?|forget|overrid(?:e|ing)|bypass|skip|circumvent|drop|discard|neglect)\\b(?: "
                            + EARLIER
                            + "){1,5}(?: \\w+)? ?(?:instructions?|prompts?|rules?|messages?|context|guidelines?|polic(?:y|ies)|directives?|"
                            + "guardrails?|safeguards?|commands?|checks?|constraints?|training)\\b|"
                            + "\\b(?:ignore|disregard|forget) (?:everything|anything|what(?:ever)?|all)(?: \\w+){0,3} (?:above|before|earlier|previously|told|said|so far)\\b",
            "other_language",
                    "\\b(?:ignorera?|glem|gl[oö]m)\\b.{0,40}\\b(?:instru[ck]|regler|besked)|"
                            + "\\b(?:zignoruj|pomin|zapomnij)\\b.{0,40}\\b(?:instrukc|polece|zasad)|"
                            + "\\b(?:talimat|kural)\\w*\\b.{0,40}\\b(?:yok say|unut|gormezden gel|dikkate alma)|"
                            + "\\b(?:ignorier(?:e|en|t)|vergiss|missachte)\\b.{0,40}\\b(?:anweisung|regel|vorgabe|befehl|instruktion)|"
                            + "\\b(?:ignore[zr]?|oublie[zr]?)\\b.{0,40}\\b(?:instructions|consignes|règles|regles)|"
                            + "\\b(?:ignora|olvida|ignore)\\b.{0,40}\\b(?:instrucciones|reglas|ordenes|istruzioni|regole|instruç)|"
                            + "\\b(?:negeer|vergeet)\\b.{0,40}\\binstructies|\\bигнорир|\\bзабудь\\b|忽略|無視して|指示を無視",
            "role",
                    "\\b(?:system|assistant|user|developer|human|tool)(?: prompt| message| instruction)? ?[:>]|"
                            + "<\\||\\|>|\\[/?inst\\]|\\bend of (?:prompt|instructions?|context|data|input)\\b|\\bbegin(?:ning of)? (?:new )?(?:prompt|instructions?)\\b",
            "prompt",
                    "\\b(?:system|hidden|initial|secret|original) prompts?\\b|\\bprompt injection\\b|\\bjail ?break|\\b(?:developer|debug|admin|god|dan|maintenance|sudo|unrestricted) mode\\b",
            "persona",
                    "\\byou are (?:now|no longer|an? (?:ai|assistant|agent|language model|helpful|unrestricted))\\b|\\b(?:act|behave|respond|answer|reply) (?:as|like) (?:an? |the |if you)|"
                            + "\\bpretend (?:to be|you|that)\\b|\\brole ?-?play\\b|\\bas an ai\\b|\\byour (?:new|real|true) (?:task|role|goal|job|purpose|instructions?|objective)\\b",
            "address",
                    "\\b(?:note|message|attention|memo|reminder|instructions?|dear|hey|hello|hi)\\W{0,2} ?(?:to|for)? ?(?:the |any |all |every )?(?:next |other |reading |receiving |downstream |following )?"
                            + "(?:ai|agents?|assistants?|llms?|models?|bots?|claude|gpt|chatgpt|gemini|copilot|cowork)\\b|"
                            + "\\b(?:claude|chatgpt|gpt-?\\d|gemini|copilot|llm|language model)\\b|\\bwhen(?:ever)? you (?:read|see|get|receive) (?:this|these)\\b|\\bif you are (?:an? )?(?:ai|agent|assistant|model|reading this)\\b|\\b(?:ai|agents?|assistants?|models?)(?: reading this|,? you)? (?:must|should|shall|need to|have to|please)\\b",
            "from_now_on",
                    "\\bfrom (?:now|here|this point) on(?:wards?)?\\b.{0,40}\\b(?:you|always|never|all|every|dismiss|ignore|treat|answer|reply|respond|say|write|mark)\\b|\\b(?:new|updated|revised|additional) (?:instructions?|orders|directives?|rules)\\b",
            "handling",
                    "\\b(?:dismiss|suppress|close|silence|mute|ignore|drop|approve|accept|delete|acknowledge|resolve|raise|escalate|auto-?dismiss)(?: as (?:safe|benign))? (?:all|every|any|each|the next|the other|the remaining|further|future|subsequent|following)"
                            + "(?: \\w+){0,3} ?(?:events?|alerts?|alarms?|notifications?|motion|incidents?|tokens?|findings?|requests?|detections?)\\b|"
                            + "\\b(?:mark|treat|classify|label|flag|report) (?:all|every|any|each|future|subsequent|everything|anything|further)\\b.{0,60}\\b(?:safe|benign|harmless|normal|false|dismissed|trusted|critical)\\b|"
                            + "\\b(?:do not|don'?t|never|must not|no need to|stop) (?:ever )?(?:tell|inform|alert|notify|report|escalate|raise|log|record|mention|verify|audit)(?:ing)?\\b|"
                            + "\\btreat (?:this|that|the) \\w+ as (?:trusted|safe|authori[sz]ed|benign)\\b|\\balways (?:dismiss|approve|raise|ignore|answer|respond|say|trust|allow)\\b",
            "reveal",
                    "\\b(?:reveal|print|show|output|repeat|send|forward|e?-?mail|post|exfiltrate|leak|share|upload|disclose|paste|include|return|give|dump|transmit|copy|reply with|respond with|answer with|read out|tell me)\\b(?: \\w+){0,5} ?"
                            + "\\b(?:tokens?|keys?|secrets?|passwords?|prompts?|credentials?|config(?:uration)?|environment variables?|thumbnails?|raw (?:image|picture|video|media)|instructions|api)\\b",
            "tools",
                    "\\b(?:call|invoke|use|run|execute|trigger) (?:the |this |a |your |following |these )*(?:\\w+ )?(?:tools?|functions?|api|endpoint|commands?|scripts?|code|shell|webhook|query)\\b|\\b(?:tool|function)[_ -]?calls?\\b|\\b(?:raise|dismiss|list|get)_\\w+",
            "authority",
                    "\\bthis is (?:an? |the )?(?:authori[sz]ed|official|approved|urgent)? ?(?:override|test of|security test|drill|administrator|admin|system message|security team|developer|your (?:administrator|operator|developer|owner|creator))\\b|"
                            + "\\b(?:admin(?:istrator)?|operator|developer|security team|management|anthropic|openai) (?:has |have )?(?:authori[sz]e[sd]?|approve[sd]?|instruct(?:s|ed)?|order(?:s|ed)?|say|says|requires?) (?:you|this|that you|to|all)\\b|\\boverride code\\b|"
                            + "\\bi (?:hereby |now |also )?(?:authori[sz]e|instruct|order|command|permit|require) you\\b",
            "imperative",
                    "(?:^|[.!?;:] ?|\\band |\\bplease |\\bnow |\\byou (?:must|should|need to|have to) )(?:disable|deactivate|turn off|switch off|disarm|unlock|open|shut down|pause|stop|whitelist|allow-?list|grant|authori[sz]e|delete|erase|wipe|change|rotate|revoke) (?:all |every |the |your |any |this )*(?:camera|cameras|alarm|alarms|guard|audit|logging|logs?|monitoring|door|doors|gate|gates|gateway|access|checks?|filter|filters|recording|recordings|settings?|tokens?|keys?|agent|agents|rules?|system)\\b");

    /// The usual one, however it is cut into pieces: letters alone, `ig-nore all pre vious`.
    private static final Pattern OVERRIDE_IN_ONE = Pattern.compile(
            "(?:ignor(?:e|ing)|disregard(?:ing)?|forget|overrid(?:e|ing)|bypass)"
                    + "(?:all|any|every|the|your|my|of|these|those|previous|prior|above|earlier|preceding|system|safety|initial|original|current)+"
                    + "(?:instruction|prompt|rule|message|context|guideline|polic|directive|guardrail|command|constraint)");

    @Override
    public String name() {
        return "instruction";
    }

    @Override
    public CheckResult check(Text text) {
        if (OVERRIDE_IN_ONE
                .matcher(text.spelled().toLowerCase(Locale.ROOT).replaceAll("[^a-z]", ""))
                .find()) {
            return new CheckResult.Blocked(new Finding(name(), "override"));
        }
        return Stream.of(text.plain(), text.spelled(), backwards(text.plain()), wordsBackwards(text.plain()))
                .distinct()
                .map(reading -> RULES.block(name(), new Text(text.raw(), reading, text.about())))
                .filter(CheckResult.Blocked.class::isInstance)
                .findFirst()
                .orElse(CheckResult.PASSED);
    }

    private static String backwards(String plain) {
        return new StringBuilder(plain).reverse().toString();
    }

    private static String wordsBackwards(String plain) {
        return Arrays.stream(plain.split(" ", -1))
                .map(InstructionCheck::backwards)
                .collect(Collectors.joining(" "));
    }
}
