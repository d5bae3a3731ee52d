package io.frostglass.embedded;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

/// The passwords of the broker's users: 192 random bits each, generated at first need, in a file that only its owner
/// can read.
record UserPasswords(Map<String, String> byUser) {

    private static final int RANDOM_BYTES = 24;

    /// Reads the file; no passwords if there is none.
    static UserPasswords read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return new UserPasswords(Map.of());
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        Map<String, String> byUser = new LinkedHashMap<>();
        properties.stringPropertyNames().forEach(user -> byUser.put(user, properties.getProperty(user)));
        return new UserPasswords(byUser);
    }

    /// These passwords, and new ones for users without one.
    UserPasswords with(Collection<String> users) {
        SecureRandom random = new SecureRandom();
        Map<String, String> all = new LinkedHashMap<>(byUser);
        users.forEach(user -> all.computeIfAbsent(user, u -> fresh(random)));
        return new UserPasswords(all);
    }

    void write(Path folder, String name) throws IOException {
        OwnerOnly.write(folder, name, byUser, "Passwords of the embedded broker's users");
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
        // Letters, digits, - and _ need no quotes in a JAAS line or a properties file.
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Override
    public String toString() {
        return "Passwords of " + byUser.keySet();
    }
}
