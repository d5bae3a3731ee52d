package io.frostglass.gateway.templates;

/// The result of filling a template.
public sealed interface RenderResult {

    /// The filled text.
    ///
    /// @param reference which template it was, version included
    record Rendered(String text, String reference) implements RenderResult {
        @Override
        public String toString() {
            return "Rendered[" + reference + "]";
        }
    }

    /// The template cannot be used in this way.
    ///
    /// @param field which field is wrong
    /// @param what to follow its name
    record InvalidUse(String field, String what) implements RenderResult {}
}
