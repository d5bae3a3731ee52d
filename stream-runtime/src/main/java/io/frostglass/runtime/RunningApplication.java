package io.frostglass.runtime;

import io.frostglass.runtime.metrics.MetricCatalogue;
import io.frostglass.settings.InvalidDocument;
import io.frostglass.settings.PartialDocument;
import io.frostglass.settings.ReloadingFile;
import io.frostglass.topics.Principal;
import io.frostglass.topics.SerdeFactory;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.streams.StreamsConfig;
import org.eclipse.jetty.server.Handler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A running application: its parts, health, metrics and HTTP server. Several can run in one JVM.
public final class RunningApplication implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RunningApplication.class);

    private static final Duration CLOSE_ADMIN = Duration.ofSeconds(1);

    private final Assembly assembly;
    private final HttpServer http;
    private final AtomicBoolean closed = new AtomicBoolean();

    private RunningApplication(Assembly assembly, HttpServer http) {
        this.assembly = assembly;
        this.http = http;
    }

    /// Starts an application. If that fails, the parts added so far are closed.
    public static RunningApplication start(Principal principal, ApplicationSettings settings, Starter starter) {
        var assembly = new Assembly(principal, settings);
        try {
            var tls = ApplicationTls.server(settings, assembly.metrics);
            ApplicationTls.measureClients(settings, assembly.metrics);
            Handler handler = starter.start(assembly);
            assembly.measureHealth();
            HttpServer http = HttpServer.start(
                    settings.string(CommonSettings.HTTP_HOST),
                    settings.integer(CommonSettings.HTTP_PORT),
                    settings.integer(CommonSettings.HEALTH_PORT),
                    tls,
                    assembly.filter,
                    new ManagementHandler(assembly.health, assembly.metrics),
                    handler);
            LOG.atInfo()
                    .addKeyValue("application", principal.user())
                    .addKeyValue("url", http.url())
                    .log("application_started");
            return new RunningApplication(assembly, http);
        } catch (RuntimeException e) {
            assembly.close();
            throw e;
        }
    }

    @FunctionalInterface
    public interface Starter {
        /// Opens the parts of an application.
        ///
        /// @return answers the application's own HTTP requests
        Handler start(Assembly assembly);
    }

    /// Collects the parts of an application.
    public static final class Assembly {
        private final Principal principal;
        private final ApplicationSettings applicationSettings;
        private final Health health = new Health();
        private final PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        private final Deque<AutoCloseable> parts = new ArrayDeque<>();
        private Optional<RequestFilter> filter = Optional.empty();
        private @Nullable Admin admin;

        private Assembly(Principal principal, ApplicationSettings applicationSettings) {
            this.principal = principal;
            this.applicationSettings = applicationSettings;
            metrics.config().commonTags("application", principal.user());
            new JvmMemoryMetrics().bindTo(metrics);
            new JvmThreadMetrics().bindTo(metrics);
            new ProcessorMetrics().bindTo(metrics);
            var gc = new JvmGcMetrics();
            gc.bindTo(metrics);
            add(metrics::close);
            add(gc);
        }

        public Principal principal() {
            return principal;
        }

        public ApplicationSettings applicationSettings() {
            return applicationSettings;
        }

        public Health health() {
            return health;
        }

        public MeterRegistry metrics() {
            return metrics;
        }

        /// The one administrative client of the application, with the settings `admin.…`.
        public Admin admin() {
            if (admin == null) {
                Admin created = Admin.create(applicationSettings.kafka(StreamsConfig.ADMIN_CLIENT_PREFIX));
                add(() -> created.close(CLOSE_ADMIN));
                admin = created;
            }
            return admin;
        }

        /// Adds a part, closed when the application stops. The last part added is closed first.
        public <T extends AutoCloseable> T add(T part) {
            parts.push(part);
            return part;
        }

        /// Lets `requestFilter` see all requests first.
        public void filter(RequestFilter requestFilter) {
            filter = Optional.of(requestFilter);
        }

        /// Reads a file, and reads it again when it changes. While the file is wrong, the application
        /// uses its earlier content: an error in a file must not stop the alerts. The log names the
        /// errors, and the metric `frostglass.file.valid` is 0.
        ///
        /// @throws IllegalStateException if the file is wrong now
        public <T> ReloadingFile<T> reloading(Path file, ReloadingFile.ContentReader<T> reader) {
            return reloadingElements(file, (text, _) -> PartialDocument.whole(reader.read(text)));
        }

        /// The same, with a reader that leaves out wrong elements or keeps their earlier content. The
        /// metric `frostglass.file.elements.refused` counts them, and `frostglass.file.valid` is 0.
        ///
        /// @throws IllegalStateException if the file is wrong as a whole now
        public <T> ReloadingFile<T> reloadingElements(Path file, ReloadingFile.ElementReader<T> reader) {
            try {
                var reloading = add(ReloadingFile.openElements(file, reader).poll(ReloadingFile.EVERY));
                String name = String.valueOf(file.getFileName());
                MetricCatalogue.FILE_VALID.gauge(
                        metrics, reloading, it -> it.problem().isEmpty() && it.refusedElements() == 0 ? 1 : 0, name);
                MetricCatalogue.FILE_ELEMENTS_REFUSED.gauge(metrics, reloading, ReloadingFile::refusedElements, name);
                return reloading;
            } catch (InvalidDocument e) {
                throw new IllegalStateException(file + ": " + e.getMessage(), e);
            }
        }

        /// After all parts are there.
        private void measureHealth() {
            MetricCatalogue.LIVE.gauge(metrics, health, it -> it.isLive() ? 1 : 0);
            health.readiness()
                    .keySet()
                    .forEach(part -> MetricCatalogue.READY.gauge(
                            metrics,
                            health,
                            it -> it.readiness().get(part) instanceof Health.HealthState.Up ? 1 : 0,
                            part));
        }

        /// The serdes of the application's topics, of the class that `serde.factory` names.
        public SerdeFactory serdes() {
            return add(applicationSettings.serdes());
        }

        private void close() {
            while (!parts.isEmpty()) {
                AutoCloseable part = parts.pop();
                try {
                    part.close();
                } catch (Exception e) {
                    LOG.atWarn()
                            .addKeyValue("application", principal.user())
                            .addKeyValue("part", part.getClass().getSimpleName())
                            .setCause(e)
                            .log("part_not_closed");
                }
            }
        }
    }

    public URI url() {
        return http.url();
    }

    public Health health() {
        return assembly.health;
    }

    /// Finishes the requests under way, commits, and leaves its groups.
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            http.close();
            assembly.close();
            LOG.atInfo().addKeyValue("application", assembly.principal.user()).log("application_stopped");
        }
    }
}
