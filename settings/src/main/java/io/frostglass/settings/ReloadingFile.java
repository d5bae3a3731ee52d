package io.frostglass.settings;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A file that is read again when it changes. If the new content is invalid or unreadable, the last valid value
/// stays in use and [#problem()] returns the reason. If the reader refuses only elements, [#refusedElements()]
/// counts them and the log lists their problems.
///
/// It compares contents, not times or events. This also detects a file that is replaced through a symbolic link, as
/// in Kubernetes, and a new secret in a file to which this one refers.
public final class ReloadingFile<T> implements AutoCloseable {

    /// The default interval between checks.
    public static final Duration EVERY = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(ReloadingFile.class);
    private static final byte[] NOTHING = {};

    private final Path file;
    private final ElementReader<T> reader;
    private final List<Consumer<? super T>> listeners = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService poller = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("reload").factory());

    /// SHA-256 of the content read last, valid or not.
    private byte[] seen;

    private volatile PartialDocument<T> current;
    private volatile @Nullable InvalidDocument problem;

    private ReloadingFile(Path file, ElementReader<T> reader, PartialDocument<T> current, byte[] seen) {
        this.file = file;
        this.reader = reader;
        this.current = current;
        this.seen = seen;
    }

    /// Reads the file, which must be valid this first time. [#check()] reads it again, and so does a thread after
    /// [#poll(Duration)].
    ///
    /// @throws InvalidDocument if it cannot be read or is invalid
    public static <T> ReloadingFile<T> open(Path file, ContentReader<T> reader) throws InvalidDocument {
        return openElements(file, (text, _) -> PartialDocument.whole(reader.read(text)));
    }

    /// The same with a reader that can refuse single elements.
    ///
    /// @throws InvalidDocument if it cannot be read or is invalid as a whole
    public static <T> ReloadingFile<T> openElements(Path file, ElementReader<T> reader) throws InvalidDocument {
        var text = read(file);
        // Taken before the value: a secret that is replaced in between counts as a change.
        var fingerprint = fingerprint(text);
        var opened = new ReloadingFile<>(file, reader, reader.read(text, Optional.empty()), fingerprint);
        opened.logRefusedElements();
        return opened;
    }

    /// Checks the file at this interval, in a thread of its own.
    public ReloadingFile<T> poll(Duration every) {
        var _ = poller.scheduleWithFixedDelay(this::check, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
        return this;
    }

    /// Calls `listener` with every new value, in the thread that checks; it must not throw.
    public ReloadingFile<T> onReload(Consumer<? super T> listener) {
        listeners.add(listener);
        return this;
    }

    /// The last valid value.
    public T current() {
        return current.value();
    }

    /// How many elements of the content in use were refused.
    public int refusedElements() {
        return current.refusedElements();
    }

    /// Why the file's present content is not in use; empty if it is.
    public Optional<InvalidDocument> problem() {
        return Optional.ofNullable(problem);
    }

    /// Checks the file now, and returns whether there is a new value.
    public synchronized boolean check() {
        try {
            return readIfChanged();
        } catch (InvalidDocument e) {
            refuse(e);
        } catch (RuntimeException e) {
            // A bug in the reader, which would stop the poller silently. Its message may quote the file.
            LOG.atError()
                    .addKeyValue("file", file)
                    .addKeyValue("fault", e.getClass().getName())
                    .log("file_reader_failed");
            problem = invalid("could not be read because of an internal error");
        }
        return false;
    }

    private boolean readIfChanged() throws InvalidDocument {
        var before = seen;
        // If the file cannot be read now, it counts as changed when it can be read again.
        seen = NOTHING;
        var text = read(file);
        seen = fingerprint(text);
        if (Arrays.equals(seen, before)) {
            return false;
        }
        PartialDocument<T> read = reader.read(text, Optional.of(current.value()));
        current = read;
        problem = null;
        LOG.atInfo().addKeyValue("file", file).log("file_reloaded");
        logRefusedElements();
        listeners.forEach(listener -> listener.accept(read.value()));
        return true;
    }

    private void logRefusedElements() {
        PartialDocument<T> document = current;
        if (document.refusedElements() > 0) {
            LOG.atWarn()
                    .addKeyValue("file", file)
                    .addKeyValue("elements", document.refusedElements())
                    .addKeyValue("problems", new InvalidDocument(document.problems()).what())
                    .log("file_elements_refused");
        }
    }

    private void refuse(InvalidDocument reason) {
        var before = problem;
        problem = reason;
        if (before == null || !before.problems().equals(reason.problems())) {
            LOG.atWarn()
                    .addKeyValue("file", file)
                    .addKeyValue("problems", reason.what())
                    .log("file_refused");
        }
    }

    @Override
    public void close() {
        poller.shutdownNow();
    }

    private static String read(Path file) throws InvalidDocument {
        try {
            if (Files.size(file) > YamlDocument.MAX_CHARACTERS) {
                throw invalid("is larger than " + YamlDocument.MAX_CHARACTERS + " bytes");
            }
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            throw invalid("is not UTF-8 text");
        } catch (IOException e) {
            throw invalid("cannot be read");
        }
    }

    private static byte[] fingerprint(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(text.getBytes(StandardCharsets.UTF_8));
            for (var referenced : SecretReferences.filesIn(text)) {
                digest.update((byte) 0);
                digest.update(contentOrNothing(referenced));
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static byte[] contentOrNothing(Path referenced) {
        try {
            return Files.size(referenced) > SecretReferences.MAX_FILE_BYTES ? NOTHING : Files.readAllBytes(referenced);
        } catch (IOException e) {
            return NOTHING;
        }
    }

    private static InvalidDocument invalid(String what) {
        return YamlDocument.invalid(0, what);
    }

    /// Makes a value of the file's text.
    @FunctionalInterface
    public interface ContentReader<T> {
        T read(String text) throws InvalidDocument;
    }

    /// Makes a value of the file's text, and may refuse elements of it.
    @FunctionalInterface
    public interface ElementReader<T> {
        /// @param before the value in use until now; empty the first time
        PartialDocument<T> read(String text, Optional<T> before) throws InvalidDocument;
    }
}
