package io.frostglass.delivery.receivers;

import io.frostglass.delivery.receivers.SmtpMail.SmtpLogin;
import io.frostglass.delivery.receivers.SmtpMail.SmtpSecurity;
import io.frostglass.settings.InvalidValue;
import io.frostglass.settings.ValueParser;
import io.frostglass.settings.YamlMapping;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.Optional;

/// Reads a receiver of the type `email`.
final class MailReader {

    private static final int SUBMISSION = 587;
    private static final int SUBMISSIONS = 465;
    private static final int MAX_ADDRESS = 254;

    private MailReader() {}

    static Optional<SmtpMail> read(YamlMapping yaml) {
        var url = yaml.required("url", MailReader::server);
        var timeout = ReceiverTypes.timeout(yaml);
        var allowPrivate = yaml.optional("allow_private", false, ValueParser.bool());
        var starttls = yaml.optional("starttls", true, ValueParser.bool());
        var user = yaml.optional("username", ValueParser.text(256));
        var password = yaml.optional("password", ValueParser.text(1024));
        var from = yaml.required("from", MailReader::address);
        var to = yaml.requiredList("to", node -> node.scalar(MailReader::address));
        var thumbnails = yaml.optional("thumbnails", false, ValueParser.bool());
        var links = yaml.optional("links", true, ValueParser.bool());
        if (user.present()
                && password.present()
                && user.get().isPresent() != password.get().isPresent()) {
            yaml.problem("\"username\" and \"password\" belong together");
        }
        boolean plain = url.present() && !url.get().getScheme().equals("smtps") && !starttls.or(true);
        if (plain && !allowPrivate.or(false)) {
            yaml.problem("starttls", "may be false only with allow_private: true");
        }
        return yaml.build(() -> new SmtpMail(
                new ReceiverAddress(url.get(), Map.of(), timeout.get(), allowPrivate.get()),
                url.get().getScheme().equals("smtps")
                        ? SmtpSecurity.TLS
                        : starttls.get() ? SmtpSecurity.STARTTLS : SmtpSecurity.NONE,
                user.get().flatMap(name -> password.get().map(word -> new SmtpLogin(name, word))),
                from.get(),
                to.get(),
                thumbnails.get(),
                links.get()));
    }

    private static URI server(String text) throws InvalidValue {
        try {
            var uri = new URI(text);
            boolean tls = "smtps".equals(uri.getScheme());
            boolean plain = uri.getPath().isEmpty() && uri.getQuery() == null && uri.getUserInfo() == null;
            if ((tls || "smtp".equals(uri.getScheme())) && uri.getHost() != null && plain) {
                int port = uri.getPort() >= 0 ? uri.getPort() : tls ? SUBMISSIONS : SUBMISSION;
                return new URI(uri.getScheme(), null, uri.getHost(), port, null, null, null);
            }
        } catch (URISyntaxException e) {
            // Reported below, without the text.
        }
        throw new InvalidValue("must be smtps://host or smtp://host, with a port or without");
    }

    private static InternetAddress address(String text) throws InvalidValue {
        try {
            var address = new InternetAddress(text, true);
            boolean ascii = text.chars().allMatch(it -> it >= ' ' && it < 127);
            if (ascii && address.getAddress().contains("@") && text.length() <= MAX_ADDRESS) {
                return address;
            }
        } catch (AddressException e) {
            // Reported below, without the text.
        }
        throw new InvalidValue("must be an address such as duty@firm.example");
    }
}
