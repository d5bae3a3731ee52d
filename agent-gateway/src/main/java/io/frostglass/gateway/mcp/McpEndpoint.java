package io.frostglass.gateway.mcp;

import io.frostglass.gateway.agents.Caller;
import io.frostglass.gateway.desk.Desk;
import io.frostglass.gateway.desk.Office;
import io.micrometer.core.instrument.MeterRegistry;
import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpSyncServer;
import io.modelcontextprotocol.server.McpSyncServerExchange;
import io.modelcontextprotocol.server.transport.HttpServletStreamableServerTransportProvider;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.server.Handler;

/// The server of the gateway: Streamable HTTP at `/mcp`, for callers that the door has let in.
public final class McpEndpoint implements AutoCloseable {

    public static final String PATH = "/mcp";

    /// Most bytes of a message; a decision has some thousand.
    public static final int MOST_BYTES = 64 * 1024;

    /// Who makes the request that a thread is at. Bound by the door for as long as it handles the request.
    public static final ScopedValue<Caller> CALLER = ScopedValue.newInstance();

    private static final String CALLER_KEY = "caller";

    private final McpSyncServer server;
    private final Handler handler;
    private final Sessions sessions;
    private final Office office;

    private McpEndpoint(McpSyncServer server, Handler handler, Sessions sessions, Office office) {
        this.server = server;
        this.handler = handler;
        this.sessions = sessions;
        this.office = office;
    }

    public static McpEndpoint open(McpLimits limits, Office office, MeterRegistry metrics, InstantSource clock) {
        var sessions = new Sessions(limits, clock);
        metrics.gauge("frostglass.gateway.mcp.sessions", sessions, Sessions::size);
        var transport = HttpServletStreamableServerTransportProvider.builder()
                .jsonMapper(SdkServer.json())
                .mcpEndpoint(PATH)
                .maxRequestSize(MOST_BYTES)
                // What was not used from one sweep to the next goes: after `idle` at the latest, as with our own.
                .sessionSweepInterval(limits.idle().dividedBy(2))
                .contextExtractor(_ -> McpTransportContext.create(Map.of(CALLER_KEY, CALLER.get())))
                .build();
        var server = SdkServer.build(
                McpServer.sync(new BoundTransport(transport, sessions))
                        // On the request's own thread, which is a virtual one: many may wait for an event.
                        .immediateExecution(true),
                exchange -> desk(exchange, office),
                (tool, outcome) -> metrics.counter(
                                "frostglass.gateway.mcp.calls", "tool", tool.word(), "outcome", outcome)
                        .increment());
        return new McpEndpoint(server, mounted(transport), sessions, office);
    }

    private static Desk desk(McpSyncServerExchange exchange, Office office) {
        var caller = (Caller) Objects.requireNonNull(exchange.transportContext().get(CALLER_KEY));
        return office.deskOf(caller);
    }

    private static Handler mounted(HttpServletStreamableServerTransportProvider transport) {
        var holder = new ServletHolder(transport);
        holder.setAsyncSupported(true);
        var context = new ServletContextHandler();
        context.setContextPath("/");
        context.addServlet(holder, PATH);
        return context;
    }

    /// Handles requests that the door lets pass.
    public Handler handler() {
        return handler;
    }

    public Sessions sessions() {
        return sessions;
    }

    /// A caller has sent what is no message, or calls what nobody has. It is recorded, and counts for the circuit
    /// breaker.
    ///
    /// @param reason a word for the audit log
    public void misused(Caller caller, String reason) {
        office.misused(caller, "none", reason);
    }

    @Override
    public void close() {
        server.closeGracefully();
    }
}
