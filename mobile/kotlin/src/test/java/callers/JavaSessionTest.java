package callers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import jotkit.Code;
import jotkit.JotkitException;
import jotkit.http.HttpResponse;
import jotkit.http.Transport;
import jotkit.likecoin.Authorization;
import jotkit.likecoin.LikeCoinSession;
import jotkit.likecoin.OAuth;
import jotkit.likecoin.Tokens;
import org.junit.jupiter.api.Test;

/** A LikeCoin session of an Android app in Java, without the client's secret. */
class JavaSessionTest {
    @Test
    void theAppsOwnServerRefreshes() throws Exception {
        Authorization authorization = OAuth.authorizeUrl("client-1", "com.example.app:/callback");
        String code = OAuth.parseCallback(
                "com.example.app:/callback?code=c0de&state=" + authorization.getState(), authorization.getState());
        assertEquals("c0de", code);
        Transport api = (request, timeout) -> "Bearer fresh".equals(request.getHeaders().get("authorization"))
                ? new HttpResponse(200, Map.of(), "hello".getBytes(StandardCharsets.UTF_8))
                : new HttpResponse(401, Map.of(), "TOKEN_EXPIRED".getBytes(StandardCharsets.UTF_8));
        LikeCoinSession session = new LikeCoinSession(
                new Tokens("old", "held"), "https://api.example", api, held -> new Tokens("fresh", held.getRefreshToken() + "2"));
        assertEquals("hello", session.get("/me").text());
        assertEquals("held2", session.getTokens().getRefreshToken());
        JotkitException elsewhere = assertThrows(JotkitException.class, () -> session.get("https://other.example/me"));
        assertEquals(Code.ARGUMENT_INVALID, elsewhere.getReason());
        assertTrue(session.toString().startsWith("LikeCoinSession"));
    }
}
