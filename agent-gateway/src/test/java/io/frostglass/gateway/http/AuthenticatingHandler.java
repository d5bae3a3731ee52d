package io.frostglass.gateway.http;

import io.frostglass.gateway.agents.Agent;
import io.frostglass.gateway.http.AgentAuthenticator.AuthenticationResult;
import io.frostglass.tools.Refusal;
import java.util.function.Supplier;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// Answers with the name of the authenticated agent. Without one, it answers as the gateway does, with the word for
/// the audit log in a header.
final class AuthenticatingHandler extends Handler.Abstract {

    static final String REASON = "Reason";

    private final Supplier<AgentAuthenticator> keeper;

    AuthenticatingHandler(Supplier<AgentAuthenticator> keeper) {
        this.keeper = keeper;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        switch (keeper.get().authenticate(keeper.get().sender(request))) {
            case AuthenticationResult.Authenticated(Agent agent) ->
                Content.Sink.write(response, true, agent.id(), callback);
            case AuthenticationResult.NotAuthenticated(Refusal refusal) -> {
                response.getHeaders().put(REASON, refusal.reason());
                new GatewayResponse.ProblemResponse(refusal).write(response, callback);
            }
        }
        return true;
    }
}
