// A client of the JVM that fetches keys: nimbus-jose-jwt. See measure.py.

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** One JSON object a line: {"make"} a client, or {"verify", "at_once"} tokens with it. */
class Clients {
    static DefaultJWTProcessor<SecurityContext> make(Map<String, Object> request) throws Exception {
        int timeout = ((Number) request.get("timeout")).intValue();
        var retriever = new DefaultResourceRetriever(timeout, timeout, 512 * 1024);
        var builder = JWKSourceBuilder.create(URI.create((String) request.get("url")).toURL(), retriever);
        // What it does in an outage only if it is asked to.
        builder.outageTolerant(24 * 3600 * 1000L);
        if (request.get("lifetime") instanceof Number lifetime) {
            builder.refreshAheadCache(false).cache(lifetime.longValue(), timeout).rateLimited(false);
        }
        var processor = new DefaultJWTProcessor<SecurityContext>();
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(JWSAlgorithm.ES256, builder.build()));
        return processor;
    }

    static boolean good(DefaultJWTProcessor<SecurityContext> processor, String token) {
        try {
            processor.process(token, null);
            return true;
        } catch (Exception refused) {
            return false;
        }
    }

    public static void main(String[] arguments) throws Exception {
        DefaultJWTProcessor<SecurityContext> processor = null;
        var input = new BufferedReader(new InputStreamReader(System.in));
        for (String line; (line = input.readLine()) != null; ) {
            Map<String, Object> request = JSONObjectUtils.parse(line);
            long began = System.nanoTime();
            var verified = new AtomicInteger();
            if (request.containsKey("make")) {
                processor = make(request);
            } else {
                var client = processor;
                List<Thread> threads = new ArrayList<>();
                for (Object token : (List<?>) request.get("verify")) {
                    Runnable one = () -> verified.addAndGet(good(client, (String) token) ? 1 : 0);
                    if (Boolean.TRUE.equals(request.get("at_once"))) {
                        threads.add(new Thread(one));
                        threads.get(threads.size() - 1).start();
                    } else {
                        one.run();
                    }
                }
                for (Thread thread : threads) thread.join();
            }
            System.out.println("{\"good\":" + verified + ",\"seconds\":" + (System.nanoTime() - began) / 1e9 + "}");
        }
    }
}
