package io.frostglass.admin.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import javax.crypto.SecretKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class BackupKeyTest {

    private static final SecretKey KEY = SealedChunksTest.key(1);

    @TempDir
    private Path folder = Path.of("");

    @Command
    static final class AnyCommand {
        @Mixin
        private BackupKey key = new BackupKey();
    }

    private static SecretKey read(String... args) throws IOException {
        var command = new AnyCommand();
        new CommandLine(command).parseArgs(args);
        return command.key.read();
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    @Test
    void readsAFile() throws IOException {
        String text = Base64.getEncoder().encodeToString(KEY.getEncoded());

        assertThat(read("--key-file", file("key", text + "\n"))).isEqualTo(KEY);
    }

    @Test
    void readsAKeystore() throws Exception {
        var keystore = KeyStore.getInstance("PKCS12");
        char[] password = "password".toCharArray();
        keystore.load(null, password);
        keystore.setKeyEntry("frostglass-backup", KEY, password, null);
        Path store = folder.resolve("keys.p12");
        try (var out = Files.newOutputStream(store)) {
            keystore.store(out, password);
        }
        String words = file("password", "password\n");

        assertThat(read("--keystore", store.toString(), "--keystore-password-file", words))
                .isEqualTo(KEY);
        assertThatThrownBy(() ->
                        read("--keystore", store.toString(), "--keystore-password-file", words, "--key-alias", "other"))
                .hasMessage(store + " has no key other");
    }

    @Test
    void saysWhatIsWrongAndShowsNothingOfTheKey() throws IOException {
        String text = file("text", "no base64!");
        String tooShort = file("short", "c2hvcnQ=");
        Path none = folder.resolve("none");

        assertThatThrownBy(() -> read("--key-file", text)).hasMessage(text + " is not one line of Base64");
        assertThatThrownBy(() -> read("--key-file", tooShort))
                .hasMessage(tooShort + " holds a key of 5 bytes; it must have 32");
        assertThatThrownBy(() -> read("--key-file", none.toString())).hasMessage("no such file: " + none);
    }
}
