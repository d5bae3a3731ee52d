package io.frostglass.delivery.receivers;

import io.frostglass.delivery.receivers.SmtpMail.SmtpSecurity;
import io.frostglass.runtime.webhook.OutgoingRequest;
import io.frostglass.runtime.webhook.PublicAddresses;
import io.frostglass.runtime.webhook.WebhookResult;
import jakarta.mail.Address;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.SocketFactory;
import javax.net.ssl.SSLException;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.jspecify.annotations.Nullable;

/// One attempt to send a mail. It is delivered when the server has accepted the end of the data; a reply of
/// 5xx is permanent, any other failure may pass (RFC 5321, section 4.2.1).
final class SmtpAttempt {

    private static final int PERMANENT = 500;

    private final SmtpMail mail;
    private final OutgoingRequest request;
    private volatile @Nullable Socket socket;

    SmtpAttempt(SmtpMail mail, OutgoingRequest request) {
        this.mail = mail;
        this.request = request;
    }

    WebhookResult send() throws InterruptedException {
        var result = new CompletableFuture<WebhookResult>();
        Thread.ofVirtual().name("smtp").start(() -> {
            try {
                result.complete(transmit());
            } catch (RuntimeException e) {
                result.complete(new WebhookResult.TemporaryFailure("connection lost", null));
            }
        });
        try {
            return result.get(request.timeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return new WebhookResult.TemporaryFailure("timeout", null);
        } catch (ExecutionException e) {
            throw new IllegalStateException("an attempt always ends with a result", e);
        } finally {
            close(socket);
        }
    }

    private WebhookResult transmit() {
        var session = Session.getInstance(properties());
        String protocol = mail.security() == SmtpSecurity.TLS ? "smtps" : "smtp";
        try (var transport = (SMTPTransport) session.getTransport(protocol)) {
            var message = new MimeMessage(session, new ByteArrayInputStream(request.body()));
            String user = mail.login().map(SmtpMail.SmtpLogin::user).orElse(null);
            String password = mail.login().map(SmtpMail.SmtpLogin::password).orElse(null);
            transport.connect(request.url().getHost(), request.url().getPort(), user, password);
            transport.sendMessage(message, mail.to().toArray(Address[]::new));
            return new WebhookResult.Delivered();
        } catch (MessagingException e) {
            return failure(e);
        }
    }

    private Properties properties() {
        String prefix = mail.security() == SmtpSecurity.TLS ? "mail.smtps." : "mail.smtp.";
        String timeout = Long.toString(request.timeout().toMillis());
        var properties = new Properties();
        properties.put(prefix + "connectiontimeout", timeout);
        properties.put(prefix + "timeout", timeout);
        properties.put(prefix + "auth", Boolean.toString(mail.login().isPresent()));
        properties.put(prefix + "starttls.enable", Boolean.toString(mail.security() == SmtpSecurity.STARTTLS));
        properties.put(prefix + "starttls.required", Boolean.toString(mail.security() == SmtpSecurity.STARTTLS));
        properties.put(prefix + "ssl.checkserveridentity", "true");
        properties.put(prefix + "ssl.protocols", "TLSv1.3 TLSv1.2");
        properties.put(prefix + "from", mail.from().getAddress());
        properties.put(prefix + "localhost", "frostglass.invalid");
        // A plain socket, which the library wraps for TLS: so the address is checked in one place.
        properties.put(prefix + "socketFactory", new CheckedSockets());
        // Otherwise it would try again with a socket of its own.
        properties.put(prefix + "socketFactory.fallback", "false");
        return properties;
    }

    private static WebhookResult failure(MessagingException failure) {
        for (Exception part = failure; part != null; part = next(part)) {
            Optional<Integer> code = code(part);
            if (code.isPresent()) {
                String reason = "smtp " + code.get();
                return code.get() >= PERMANENT
                        ? new WebhookResult.PermanentFailure(code.get(), reason)
                        : new WebhookResult.TemporaryFailure(reason, null);
            }
        }
        return new WebhookResult.TemporaryFailure(reason(failure), null);
    }

    private static @Nullable Exception next(Exception part) {
        if (part instanceof MessagingException messaging && messaging.getNextException() != null) {
            return messaging.getNextException();
        }
        return part.getCause() instanceof Exception cause ? cause : null;
    }

    private static Optional<Integer> code(Exception part) {
        return switch (part) {
            case SMTPAddressFailedException address -> Optional.of(address.getReturnCode());
            case SMTPSenderFailedException sender -> Optional.of(sender.getReturnCode());
            case SMTPSendFailedException send when send.getReturnCode() > 0 -> Optional.of(send.getReturnCode());
            // RFC 4954, section 6: the library tells no code.
            case AuthenticationFailedException _ -> Optional.of(535);
            default -> Optional.empty();
        };
    }

    /// A fixed word: messages of exceptions may hold the server's address.
    private static String reason(Exception failure) {
        for (Exception part = failure; part != null; part = next(part)) {
            switch (part) {
                case AddressNotAllowed _ -> {
                    return "address not allowed";
                }
                case SocketTimeoutException _ -> {
                    return "timeout";
                }
                case SSLException _ -> {
                    return "tls failed";
                }
                case UnknownHostException _ -> {
                    return "unknown host";
                }
                case ConnectException _ -> {
                    return "connection refused";
                }
                default -> {}
            }
        }
        return "connection lost";
    }

    private static void close(@Nullable Socket open) {
        try {
            if (open != null) {
                open.close();
            }
        } catch (IOException e) {
            // It is not used any more.
        }
    }

    private static final class AddressNotAllowed extends IOException {
        private static final long serialVersionUID = 1;
    }

    /// Looks at the address when it connects: no second lookup can lead elsewhere.
    private final class CheckedSockets extends SocketFactory {

        @Override
        public Socket createSocket() {
            var checked = new Socket() {
                @Override
                public void connect(SocketAddress endpoint, int timeout) throws IOException {
                    if (endpoint instanceof InetSocketAddress to
                            && to.getAddress() != null
                            && !mail.address().allowPrivate()
                            && !PublicAddresses.contain(to.getAddress())) {
                        throw new AddressNotAllowed();
                    }
                    super.connect(endpoint, timeout);
                }

                @Override
                public void connect(SocketAddress endpoint) throws IOException {
                    connect(endpoint, 0);
                }
            };
            socket = checked;
            return checked;
        }

        @Override
        public Socket createSocket(String host, int port) {
            throw new UnsupportedOperationException("the mail library connects a socket that is not connected yet");
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress local, int localPort) {
            throw new UnsupportedOperationException("the mail library connects a socket that is not connected yet");
        }

        @Override
        public Socket createSocket(InetAddress host, int port) {
            throw new UnsupportedOperationException("the mail library connects a socket that is not connected yet");
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
            throw new UnsupportedOperationException("the mail library connects a socket that is not connected yet");
        }
    }
}
