package io.frostglass.admin.doctor;

/// Something that is not as it should be.
///
/// @param check that found it, such as `zone-readable`: a word of a fixed list, for programs
/// @param subject what it is about: the name of a topic, a user, a group or a file
/// @param what is wrong, in one sentence
/// @param why it matters
/// @param mend the command that mends it, or what a person must do
record Deviation(String check, Severity severity, String subject, String what, String why, String mend) {

    /// How bad it is.
    enum Severity {
        /// A zone is open, or something does not work.
        ERROR,
        /// It will not work some day, or makes a later fault worse.
        WARNING
    }

    static Deviation error(String check, String subject, String what, String why, String mend) {
        return new Deviation(check, Severity.ERROR, subject, what, why, mend);
    }

    static Deviation warning(String check, String subject, String what, String why, String mend) {
        return new Deviation(check, Severity.WARNING, subject, what, why, mend);
    }
}
