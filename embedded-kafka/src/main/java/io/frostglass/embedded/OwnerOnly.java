package io.frostglass.embedded;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Properties;

/// Files and folders that only their owner can read. A file is replaced as a whole: after a crash the old one is
/// there.
public final class OwnerOnly {

    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    private OwnerOnly() {}

    /// Writes a file, and makes its folder if it is missing.
    public static void write(Path folder, String name, String text) throws IOException {
        // Created with its permissions: at no moment can others open it.
        Path fresh = Files.createTempFile(folder(folder), name + ".", ".new", permissions("rw-------"));
        try {
            Files.writeString(fresh, text);
            Files.move(fresh, folder.resolve(name), ATOMIC_MOVE, REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    /// Writes a properties file.
    public static void write(Path folder, String name, Map<String, String> values, String comment) throws IOException {
        StringWriter text = new StringWriter();
        Properties properties = new Properties();
        properties.putAll(values);
        properties.store(text, comment);
        write(folder, name, text.toString());
    }

    /// Makes a folder, if it is missing, and returns it. A folder that is there loses the permissions of others.
    public static Path folder(Path folder) throws IOException {
        Files.createDirectories(folder, permissions("rwx------"));
        if (POSIX) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        }
        return folder;
    }

    private static FileAttribute<?>[] permissions(String permissions) {
        return POSIX
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
