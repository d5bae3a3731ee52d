package io.frostglass.delivery.egress;

import io.frostglass.delivery.receivers.FieldKind;
import io.frostglass.delivery.receivers.SmtpMail;
import jakarta.mail.Header;
import jakarta.mail.MessagingException;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Collections;
import java.util.Optional;
import java.util.Properties;

/// Checks the parts of a mail as its reader gets them: each header, the text, the same text as HTML, and the
/// picture.
final class MailParts {

    private static final Session SESSION = Session.getInstance(new Properties());

    private final EgressCheck egressCheck;
    private final CheckSubject subject;

    /// The last plain text, with `\n` at the end of each line.
    private String text = "";

    MailParts(EgressCheck egressCheck, CheckSubject subject) {
        this.egressCheck = egressCheck;
        this.subject = subject;
    }

    Optional<EgressFinding> check(byte[] message) throws MessagingException, IOException {
        return check(new MimeMessage(SESSION, new ByteArrayInputStream(message)));
    }

    private Optional<EgressFinding> check(Part part) throws MessagingException, IOException {
        Optional<EgressFinding> inHeaders = headers(part);
        if (inHeaders.isPresent()) {
            return inHeaders;
        }
        if (part.isMimeType("multipart/*")) {
            var parts = (MimeMultipart) part.getContent();
            for (int i = 0; i < parts.getCount(); i++) {
                Optional<EgressFinding> found = check(parts.getBodyPart(i));
                if (found.isPresent()) {
                    return found;
                }
            }
            return parts.getPreamble() == null ? Optional.empty() : format();
        }
        if (part.isMimeType("text/plain")) {
            text = lines(part);
            // Its lines together: nothing gets through by being on two of them.
            return egressCheck.value(FieldKind.TEXT_WITH_LINK, text.strip().replaceAll("\n+", " "), subject);
        }
        if (part.isMimeType("text/html")) {
            return lines(part).equals(SmtpMail.html(text)) ? Optional.empty() : format();
        }
        return part.isMimeType("image/jpeg")
                ? EgressCheck.picture(part.getInputStream().readAllBytes(), subject.alert())
                : format();
    }

    private Optional<EgressFinding> headers(Part part) throws MessagingException, IOException {
        for (Header header : Collections.list(part.getAllHeaders())) {
            FieldKind kind = subject.api().headers().get(header.getName());
            if (kind == null) {
                return Optional.of(new EgressFinding("field", "unknown_header"));
            }
            String value = MimeUtility.decodeText(MimeUtility.unfold(header.getValue()));
            Optional<EgressFinding> found = egressCheck.value(kind, value, subject);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static String lines(Part part) throws MessagingException, IOException {
        return part.getContent().toString().replace("\r\n", "\n");
    }

    private static Optional<EgressFinding> format() {
        return Optional.of(new EgressFinding("field", "format"));
    }
}
