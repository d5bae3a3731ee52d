package io.frostglass.gateway.guard;

/// Anything that a chat, a mail program, a spreadsheet or a page would not show as it is written.
final class MarkupCheck {

    static final GuardCheck CHECK = PatternSet.check(
            "markup",
            "html",
            "<[a-z/!?%@#]|\\bjavascript:|\\bvbscript:|\\bon(?:error|load|click|mouseover) ?=",
            "markdown",
            "\\]\\(|!\\[|\\]\\[|\\[[^\\]]{1,80}\\]:|`|\\*\\*|~~|(?<!\\w)__|(?:^|\\s)#{1,6} +\\S|^ ?>|\\|\\s?-{2,}|^ ?[-*=]{3,}",
            "template",
            "\\{\\{|\\}\\}|\\$\\{|\\$\\(|<%|%>|\\{%|#\\{",
            "mention",
            "@(?:here|channel|everyone|all)\\b|(?:^|[\\s(])@[a-z][\\w.-]{2,}",
            "formula",
            "^ ?[=+@][a-z(]|^ ?-[a-z(]{2,}\\(|[=;] ?(?:hyperlink|importxml|webservice|cmd)\\b",
            "shell",
            "\\|\\| |&& |; ?(?:rm|curl|wget|sh|bash|cat|nc) |\\b(?:curl|wget) +\\S|\\brm -rf\\b|\\bsudo \\w",
            "query",
            "' ?(?:or|and) ?'?\\d|\\bunion (?:all )?select\\b|\\bdrop table\\b|; ?--|\\bselect .{1,40} from \\w");

    private MarkupCheck() {}
}
