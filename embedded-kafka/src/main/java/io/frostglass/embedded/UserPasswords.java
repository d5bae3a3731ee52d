package io.frostglass.embedded;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

/// The passwords of the broker's users: 192 random bits each, made when first needed, kept in a file that its owner
/// alone can read.
///
/// @param byUser user to password
record UserPasswords(Map<String, String> byUser) {

    private static final int RANDOM_BYTES = 24;

    UserPasswords {
        byUser = Map.copyOf(byUser);
    }

    /// What is in the file; nothing if there is none.
    static UserPasswords read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return new UserPasswords(Map.of());
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        }
        Map<String, String> byUser = new LinkedHashMap<>();
        properties.stringPropertyNames().forEach(user -> byUser.put(user, properties.getProperty(user)));
        return new UserPasswords(byUser);
    }

    /// These, and fresh ones for those users that have none.
    UserPasswords with(Collection<String> users) {
        SecureRandom random = new SecureRandom();
        Map<String, String> all = new LinkedHashMap<>(byUser);
        users.forEach(user -> all.computeIfAbsent(user, u -> fresh(random)));
        return new UserPasswords(all);
    }

    void write(Path folder, String name) throws IOException {
        StringWriter text = new StringWriter();
        Properties properties = new Properties();
        properties.putAll(byUser);
        properties.store(text, "Passwords of the embedded broker's users");
        OwnerOnly.write(folder, name, text.toString());
    }

    String of(String user) {
        String password = byUser.get(user);
        if (password == null) {
            throw new IllegalArgumentException("no such user: " + user);
        }
        return password;
    }

    static String fresh(SecureRandom random) {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        // Letters, digits, - and _: nothing that a JAAS line or a properties file would have to quote.
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Override
    public String toString() {
        return "Passwords of " + byUser.keySet();
    }
}
