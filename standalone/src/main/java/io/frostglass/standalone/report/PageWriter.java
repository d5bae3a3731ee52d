package io.frostglass.standalone.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Writes a page in the background, at most once a second, and once more when it is closed. Each time, the file is
/// replaced as a whole.
final class PageWriter implements AutoCloseable {

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Path file;
    private final Supplier<Optional<String>> changed;
    private final Thread writer;
    private final CountDownLatch closed = new CountDownLatch(1);

    /// What could not be written.
    private @Nullable String left;

    private PageWriter(Path file, Supplier<Optional<String>> changed) {
        this.file = file;
        this.changed = changed;
        this.writer = Thread.ofVirtual().name("page-" + file.getFileName()).unstarted(this::keepWriting);
    }

    /// Starts to write.
    ///
    /// @param changed the page, if it has changed since the last call
    static PageWriter open(Path file, Supplier<Optional<String>> changed) {
        var page = new PageWriter(file, changed);
        page.writer.start();
        return page;
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        try {
            writer.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        writeIfChanged();
    }

    private void keepWriting() {
        try {
            do {
                tryToWrite();
            } while (!closed.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// The page is written again in any case; the last time, the failure is thrown.
    private void tryToWrite() {
        try {
            writeIfChanged();
        } catch (IOException e) {
            // Written with the next change, or at the end.
        }
    }

    private void writeIfChanged() throws IOException {
        left = changed.get().orElse(left);
        if (left == null) {
            return;
        }
        Path unfinished = file.resolveSibling(file.getFileName() + ".tmp");
        Files.writeString(unfinished, left, StandardCharsets.UTF_8);
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        left = null;
    }

    /// A text in HTML; empty for null.
    static String escaped(@Nullable CharSequence raw) {
        return raw == null
                ? ""
                : raw.toString()
                        .replace("&", "&amp;")
                        .replace("<", "&lt;")
                        .replace(">", "&gt;")
                        .replace("\"", "&quot;")
                        .replace("'", "&#39;");
    }
}
