package io.frostglass.gateway.templates;

/// What becomes of a template that is used.
public sealed interface RenderResult {

    /// Words.
    ///
    /// @param reference which template it was, version included
    record Rendered(String text, String reference) implements RenderResult {
        @Override
        public String toString() {
            return "Rendered[" + reference + "]";
        }
    }

    /// It cannot be used so.
    ///
    /// @param field which field is wrong
    /// @param what to follow its name
    record InvalidUse(String field, String what) implements RenderResult {}
}
