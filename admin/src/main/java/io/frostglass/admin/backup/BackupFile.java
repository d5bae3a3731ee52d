package io.frostglass.admin.backup;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import javax.crypto.SecretKey;

/// A backup in a file: the manifest, the records and the end, compressed and sealed.
final class BackupFile {

    private static final JsonMapper JSON = new JsonMapper();
    private static final byte RECORD = 1;
    private static final byte END = 2;

    private BackupFile() {}

    @FunctionalInterface
    interface RecordReader {
        void take(BackupRecord record) throws IOException;
    }

    static BackupManifest manifest(Path file, SecretKey key) throws IOException {
        try (var in = open(file, key)) {
            return manifest(in);
        }
    }

    /// Reads a whole backup.
    ///
    /// @return its end
    /// @throws BackupDamaged if a byte of it is not as it was written; the records until there have been taken
    static BackupManifest.BackupEnd read(Path file, SecretKey key, RecordReader reader) throws IOException {
        try (var in = open(file, key)) {
            manifest(in);
            while (in.readByte() == RECORD) {
                reader.take(BackupRecord.read(in));
            }
            var end = JSON.readValue(in.readNBytes(in.readInt()), BackupManifest.BackupEnd.class);
            // To the end of the file, so that all of it is authenticated.
            in.transferTo(OutputStream.nullOutputStream());
            return end;
        } catch (EOFException e) {
            throw new BackupDamaged(file + " ends too soon", e);
        }
    }

    private static BackupManifest manifest(DataInputStream in) throws IOException {
        return JSON.readValue(in.readNBytes(in.readInt()), BackupManifest.class);
    }

    private static DataInputStream open(Path file, SecretKey key) throws IOException {
        var bytes = Files.newInputStream(file);
        try {
            return new DataInputStream(
                    new GZIPInputStream(new SealedInputStream(new BufferedInputStream(bytes), file.toString(), key)));
        } catch (IOException e) {
            bytes.close();
            throw e;
        }
    }

    static final class Writer implements AutoCloseable {

        private final SealedOutputStream sealed;
        private final GZIPOutputStream compressed;
        private final DataOutputStream out;

        Writer(Path file, SecretKey key, BackupManifest manifest) throws IOException {
            sealed = new SealedOutputStream(new BufferedOutputStream(Files.newOutputStream(file)), key);
            compressed = new GZIPOutputStream(sealed);
            out = new DataOutputStream(compressed);
            json(manifest);
        }

        void write(BackupRecord record) throws IOException {
            out.writeByte(RECORD);
            record.write(out);
        }

        /// Ends the backup. Without it, readers refuse the file.
        void finish(BackupManifest.BackupEnd end) throws IOException {
            out.writeByte(END);
            json(end);
            out.flush();
            compressed.finish();
            sealed.finish();
        }

        private void json(Object value) throws IOException {
            byte[] bytes = JSON.writeValueAsBytes(value);
            out.writeInt(bytes.length);
            out.write(bytes);
        }

        @Override
        public void close() throws IOException {
            sealed.close();
        }
    }
}
