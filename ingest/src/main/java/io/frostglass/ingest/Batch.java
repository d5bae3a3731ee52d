package io.frostglass.ingest;

import io.frostglass.audit.AuditEntry;
import io.frostglass.ingest.EventLog.Submission;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.Predicate;

/// What one transaction writes, and what to answer when it is committed.
///
/// @param fresh events that were not accepted before, each once
/// @param entries what the audit log is told of all others
/// @param answers what each submission is answered, in their order
record Batch(List<Submission.Event> fresh, List<AuditEntry> entries, List<Answer> answers) {

    /// Who waits, and for what.
    record Answer(Submission submission, Written written) {}

    /// Sorts the new from the known. The same event twice in one batch is new once.
    static Batch of(List<Submission> submissions, Predicate<String> isKnown) {
        var batch = new Batch(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        var inThisBatch = new HashSet<String>();
        for (Submission submission : submissions) {
            switch (submission) {
                case Submission.Entry entry -> batch.add(entry, entry.entry(), new Written.Fresh());
                case Submission.Event event -> {
                    String id = event.raw().getEventId();
                    if (isKnown.test(id) || !inThisBatch.add(id)) {
                        batch.add(event, event.repeated(), new Written.Repeated());
                    } else {
                        batch.fresh.add(event);
                        batch.answers.add(new Answer(event, new Written.Fresh()));
                    }
                }
            }
        }
        return batch;
    }

    private void add(Submission submission, AuditEntry entry, Written written) {
        entries.add(entry);
        answers.add(new Answer(submission, written));
    }

    /// Tells everybody who waits.
    void answer() {
        answers.forEach(answer -> answer.submission().done().complete(answer.written()));
    }
}
