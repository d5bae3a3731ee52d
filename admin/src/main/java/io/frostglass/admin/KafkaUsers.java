package io.frostglass.admin;

import io.frostglass.topics.Principal;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialAlteration;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.KafkaException;

/// Makes a SCRAM user for every principal, with the password of a file. A user that exists gets the password of the
/// file; its connections stay.
final class KafkaUsers {

    /// Kafka's default. The passwords are random, so more would only slow down each connection.
    private static final int ITERATIONS = 4096;

    private KafkaUsers() {}

    /// @param passwords a folder with a file `PRINCIPAL.password` for every principal
    /// @throws IOException if a file cannot be read, is empty or is not UTF-8; the message names it
    /// @throws KafkaException if the cluster refuses
    static void apply(Admin admin, Path passwords) throws IOException {
        List<UserScramCredentialAlteration> users = new ArrayList<>();
        for (Principal principal : Principal.values()) {
            String password = read(passwords.resolve(principal.user() + ".password"));
            users.add(new UserScramCredentialUpsertion(
                    principal.user(),
                    new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, ITERATIONS),
                    password.getBytes(StandardCharsets.UTF_8)));
        }
        try {
            admin.alterUserScramCredentials(users).all().get();
        } catch (ExecutionException e) {
            throw new KafkaException("cannot make users: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted", e);
        }
    }

    /// Returns the users' names.
    static List<String> names() {
        return Arrays.stream(Principal.values()).map(Principal::user).toList();
    }

    private static String read(Path file) throws IOException {
        try {
            String password = Files.readString(file).strip();
            if (password.isEmpty()) {
                throw new IOException(file + " is empty");
            }
            return password;
        } catch (NoSuchFileException e) {
            throw new IOException("no such file: " + file, e);
        } catch (CharacterCodingException e) {
            throw new IOException(file + " is not UTF-8", e);
        }
    }
}
