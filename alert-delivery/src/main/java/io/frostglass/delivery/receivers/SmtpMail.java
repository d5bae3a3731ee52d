package io.frostglass.delivery.receivers;

import io.frostglass.alerts.Escalation;
import io.frostglass.alerts.Severity;
import io.frostglass.runtime.webhook.OutgoingRequest;
import io.frostglass.runtime.webhook.WebhookClient;
import io.frostglass.runtime.webhook.WebhookResult;
import jakarta.activation.DataHandler;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.util.ByteArrayDataSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/// E-mail (RFC 5322) by SMTP. The alert's id is the `Message-ID`, and all mails about an incident refer to an
/// id that is made of the incident's, which no mail has: so mail programs show one thread, whichever mail
/// comes first.
///
/// @param address of the server: `smtps://` for TLS from the start, else `smtp://` with STARTTLS
/// @param security how the connection is encrypted
/// @param login to the server; empty if it needs none
/// @param from the sender
/// @param to the readers
/// @param thumbnails whether they may have the veiled picture
/// @param links whether they may acknowledge and resolve
public record SmtpMail(
        ReceiverAddress address,
        SmtpSecurity security,
        Optional<SmtpLogin> login,
        InternetAddress from,
        List<InternetAddress> to,
        boolean thumbnails,
        boolean links)
        implements ReceiverApi {

    /// RFC 2046, section 5.2.1: a whole message.
    public static final String MESSAGE = "message/rfc822";

    /// How the connection is encrypted.
    public enum SmtpSecurity {
        /// TLS from the start (RFC 8314).
        TLS,
        /// STARTTLS, without which nothing is sent.
        STARTTLS,
        /// Not at all: for a relay on this machine or in a private network.
        NONE
    }

    /// @param password a secret
    public record SmtpLogin(String user, String password) {
        @Override
        public String toString() {
            return "SmtpLogin[redacted]";
        }
    }

    private static final Map<String, FieldKind> FIELDS =
            Map.of("/text", FieldKind.TEXT_WITH_LINK, "/picture", FieldKind.PICTURE);

    private static final Map<String, FieldKind> HEADERS = Map.ofEntries(
            Map.entry("From", FieldKind.FIXED),
            Map.entry("To", FieldKind.FIXED),
            Map.entry("Subject", FieldKind.TEXT),
            Map.entry("Date", FieldKind.FIXED),
            Map.entry("Message-ID", FieldKind.ID),
            Map.entry("In-Reply-To", FieldKind.ID),
            Map.entry("References", FieldKind.ID),
            Map.entry("Importance", FieldKind.FIXED),
            Map.entry("Auto-Submitted", FieldKind.FIXED),
            Map.entry("MIME-Version", FieldKind.FIXED),
            Map.entry("Content-Type", FieldKind.FIXED),
            Map.entry("Content-Transfer-Encoding", FieldKind.FIXED),
            Map.entry("Content-ID", FieldKind.FIXED),
            Map.entry("Content-Disposition", FieldKind.FIXED));

    private static final int MAX_SUBJECT = 200;
    private static final String CID = "thumbnail";
    private static final String HTML_BEGIN = "<pre style=\"white-space: pre-wrap\">";
    private static final String HTML_END =
            "</pre><p><img src=\"cid:" + CID + "\" alt=\"\" width=\"128\" height=\"128\"></p>";

    static final Session SESSION = Session.getInstance(new Properties());

    public SmtpMail {
        to = List.copyOf(to);
    }

    @Override
    public Map<String, FieldKind> fields() {
        return FIELDS;
    }

    @Override
    public Map<String, FieldKind> headers() {
        return HEADERS;
    }

    /// The id in a `Message-ID` of ours; other text as it is.
    @Override
    public String asId(String value) {
        String end = "@" + domain() + ">";
        return value.startsWith("<") && value.endsWith(end) ? value.substring(1, value.length() - end.length()) : value;
    }

    @Override
    public boolean wants(Escalation alert, @Nullable SentBefore before) {
        return AlertText.isNews(alert, before);
    }

    @Override
    public String reference(Escalation sent, @Nullable SentBefore before, WebhookResult.Delivered answer) {
        return AlertText.news(sent);
    }

    @Override
    public boolean linksActions() {
        return links;
    }

    @Override
    public OutgoingRequest request(Escalation alert, Attempt attempt) {
        try {
            var bytes = new ByteArrayOutputStream();
            message(alert, attempt).writeTo(bytes);
            return new OutgoingRequest(
                    "POST", address.url(), Map.of(), MESSAGE, bytes.toByteArray(), address.timeout());
        } catch (MessagingException | IOException e) {
            throw new IllegalStateException("a mail could not be made", e);
        }
    }

    private MimeMessage message(Escalation alert, Attempt attempt) throws MessagingException {
        String id = "<" + alert.getAlertId() + "@" + domain() + ">";
        var message = new MimeMessage(SESSION) {
            @Override
            protected void updateMessageID() throws MessagingException {
                setHeader("Message-ID", id);
            }
        };
        message.setFrom(from);
        message.setRecipients(Message.RecipientType.TO, to.toArray(InternetAddress[]::new));
        message.setSubject(AlertText.cut(AlertText.subject(alert), MAX_SUBJECT), StandardCharsets.UTF_8.name());
        message.setSentDate(Date.from(attempt.now()));
        message.setHeader("Auto-Submitted", "auto-generated");
        if (ReceiverApi.notifies(alert) && alert.getSeverity().compareTo(Severity.error) >= 0) {
            message.setHeader("Importance", "high");
        }
        if (!ReceiverApi.incident(alert).equals(alert.getAlertId())) {
            String thread = "<" + ReceiverApi.incident(alert) + "@" + domain() + ">";
            message.setHeader("References", thread);
            message.setHeader("In-Reply-To", thread);
        }
        String text = text(alert) + (links ? action(alert, attempt) : "");
        ByteBuffer picture = alert.getThumbnail();
        if (picture != null && thumbnails) {
            message.setContent(withPicture(text, picture.duplicate()));
        } else {
            message.setText(text, StandardCharsets.UTF_8.name());
        }
        message.saveChanges();
        return message;
    }

    private static String action(Escalation alert, Attempt attempt) {
        return attempt.links()
                .actions(alert)
                .map(url -> "\nAcknowledge or resolve it: " + url + "\n")
                .orElse("");
    }

    private static String text(Escalation alert) {
        return "%s\n\n%s\n\nSeen: %s\nRule: %s\nIncident: %s\n"
                .formatted(
                        AlertText.title(alert),
                        AlertText.words(alert),
                        alert.getTimestamp(),
                        alert.getRule(),
                        ReceiverApi.incident(alert));
    }

    private static MimeMultipart withPicture(String text, ByteBuffer picture) throws MessagingException {
        var plain = new MimeBodyPart();
        plain.setText(text, StandardCharsets.UTF_8.name());
        var html = new MimeBodyPart();
        html.setText(html(text), StandardCharsets.UTF_8.name(), "html");
        var alternatives = new MimeBodyPart();
        alternatives.setContent(new MimeMultipart("alternative", plain, html));
        byte[] bytes = new byte[picture.remaining()];
        picture.get(bytes);
        var image = new MimeBodyPart();
        image.setDataHandler(new DataHandler(new ByteArrayDataSource(bytes, "image/jpeg")));
        image.setContentID("<" + CID + ">");
        image.setDisposition(Part.INLINE);
        return new MimeMultipart("related", alternatives, image);
    }

    /// The same text as HTML, with the picture below it.
    public static String html(String text) {
        return HTML_BEGIN + text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") + HTML_END;
    }

    private String domain() {
        String sender = from.getAddress();
        return sender.substring(sender.indexOf('@') + 1);
    }

    @Override
    public WebhookResult send(OutgoingRequest request, WebhookClient http) throws InterruptedException {
        return new SmtpAttempt(this, request).send();
    }

    @Override
    public String toString() {
        return "SmtpMail[redacted]";
    }
}
