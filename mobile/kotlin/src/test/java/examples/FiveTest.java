package examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import jotkit.Code;
import org.junit.jupiter.api.Test;

/** Runs the first programs of the documentation. */
class FiveTest {
    private static String printed(Runnable program) {
        PrintStream before = System.out;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            program.run();
        } finally {
            System.setOut(before);
        }
        return out.toString(StandardCharsets.UTF_8).trim();
    }

    @Test
    void theProgramInKotlinGreets() {
        assertEquals("Hello, u1", printed(FiveKt::main));
    }

    @Test
    void theClockOfATestDecides() {
        assertEquals(Code.TOKEN_EXPIRED, ClocksKt.aMomentLate());
    }

    @Test
    void theProgramInJavaPrintsTheClaims() {
        String claims = printed(() -> Five.main(new String[0]));
        // `Map.of` has no order.
        assertTrue(claims.contains("\"sub\":\"u1\"") && claims.contains("\"jti\":\""), claims);
        assertTrue(claims.contains("\"iss\":\"https://id.example\",\"aud\":\"api\""), claims);
    }
}
