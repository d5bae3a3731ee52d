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

/// A file that is read again when it changes. If it has become wrong or unreadable, the last good value stays and
/// [#problem()] tells why. If only elements of it are wrong, and its reader goes on without them, [#refusedElements()]
/// tells how many, and the log what is wrong with them.
///
/// Contents are compared, not times or events: that also sees a file that is replaced through a symbolic link, as
/// Kubernetes does, and a secret that is replaced in a file to which this one refers.
public final class ReloadingFile<T> implements AutoCloseable {

    /// How often a file is looked at, unless told otherwise.
    public static final Duration EVERY = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(ReloadingFile.class);
    private static final byte[] NOTHING = {};

    private final Path file;
    private final ElementReader<T> reader;
    private final List<Consumer<? super T>> listeners = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService poller = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("reload").factory());

    /// Of the content read last, right or wrong.
    private byte[] seen;

    private volatile PartialDocument<T> current;
    private volatile @Nullable InvalidDocument problem;

    private ReloadingFile(Path file, ElementReader<T> reader, PartialDocument<T> current, byte[] seen) {
        this.file = file;
        this.reader = reader;
        this.current = current;
        this.seen = seen;
    }

    /// Reads the file, which must be right this first time. From then on it is looked at when [#check()] is called,
    /// and in the background after [#poll(Duration)].
    ///
    /// @throws InvalidDocument if it cannot be read or is wrong
    public static <T> ReloadingFile<T> open(Path file, ContentReader<T> contentReader) throws InvalidDocument {
        return openElements(file, (text, _) -> PartialDocument.whole(contentReader.read(text)));
    }

    /// The same with a reader that goes on without elements that are wrong, or with what they were before.
    ///
    /// @throws InvalidDocument if it cannot be read or is wrong as a whole
    public static <T> ReloadingFile<T> openElements(Path file, ElementReader<T> reader) throws InvalidDocument {
        var text = read(file);
        // Before the value, so that a secret replaced in between is seen as a change.
        var fingerprint = fingerprint(text);
        var opened = new ReloadingFile<>(file, reader, reader.read(text, Optional.empty()), fingerprint);
        opened.logRefusedElements();
        return opened;
    }

    /// Looks at the file from now on, at this interval, in a thread of its own.
    public ReloadingFile<T> poll(Duration every) {
        var _ = poller.scheduleWithFixedDelay(this::check, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
        return this;
    }

    /// Calls `listener` with every new value from now on, in the thread that looked; it must not throw.
    public ReloadingFile<T> onReload(Consumer<? super T> listener) {
        listeners.add(listener);
        return this;
    }

    /// The value of the last good content.
    public T current() {
        return current.value();
    }

    /// How many elements of the content in use are wrong, and so not used as they are written.
    public int refusedElements() {
        return current.refusedElements();
    }

    /// What is wrong with the file as it is now; empty if its content is in use.
    public Optional<InvalidDocument> problem() {
        return Optional.ofNullable(problem);
    }

    /// Looks at the file now. True if there is a new value.
    public synchronized boolean check() {
        try {
            return readIfChanged();
        } catch (InvalidDocument e) {
            refuse(e);
        } catch (RuntimeException e) {
            // A fault of the reader: the poller would stop, silently. The message may hold what the file does.
            LOG.atError()
                    .addKeyValue("file", file)
                    .addKeyValue("fault", e.getClass().getName())
                    .log("file_reader_failed");
            problem = invalid("could not be read for an internal fault");
        }
        return false;
    }

    private boolean readIfChanged() throws InvalidDocument {
        var before = seen;
        // Stays so if the file cannot be read: once it can be again, it is read whatever it holds.
        seen = NOTHING;
        var text = read(file);
        seen = fingerprint(text);
        if (Arrays.equals(seen, before)) {
            return false;
        }
        PartialDocument<T> partialDocument = reader.read(text, Optional.of(current.value()));
        current = partialDocument;
        problem = null;
        LOG.atInfo().addKeyValue("file", file).log("file_reloaded");
        logRefusedElements();
        listeners.forEach(listener -> listener.accept(partialDocument.value()));
        return true;
    }

    private void logRefusedElements() {
        PartialDocument<T> partialDocument = current;
        if (partialDocument.refusedElements() > 0) {
            LOG.atWarn()
                    .addKeyValue("file", file)
                    .addKeyValue("elements", partialDocument.refusedElements())
                    .addKeyValue("problems", new InvalidDocument(partialDocument.problems()).what())
                    .log("file_elements_refused");
        }
    }

    private void refuse(InvalidDocument why) {
        var before = problem;
        problem = why;
        if (before == null || !before.problems().equals(why.problems())) {
            LOG.atWarn()
                    .addKeyValue("file", file)
                    .addKeyValue("problems", why.what())
                    .log("file_refused_old_one_stays");
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
            return Files.size(referenced) > SecretReferences.MAX_FILE_BYTES
                    ? new byte[0]
                    : Files.readAllBytes(referenced);
        } catch (IOException e) {
            return new byte[0];
        }
    }

    private static InvalidDocument invalid(String what) {
        return new InvalidDocument(List.of(new DocumentProblem(0, "", what)));
    }

    /// Makes a value of the file's text.
    @FunctionalInterface
    public interface ContentReader<T> {
        T read(String text) throws InvalidDocument;
    }

    /// Makes a value of the file's text, with or without the elements in it that are wrong.
    @FunctionalInterface
    public interface ElementReader<T> {
        /// Reads it.
        ///
        /// @param before what was in use until now; empty the first time
        PartialDocument<T> read(String text, Optional<T> before) throws InvalidDocument;
    }
}
