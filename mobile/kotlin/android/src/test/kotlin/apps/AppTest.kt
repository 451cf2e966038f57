package apps

import android.os.Build
import org.junit.Assert.assertEquals
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config

/** The program of an app, on Android's classes. */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [34], manifest = Config.NONE)
class AppTest {
    @Test fun `an app does all that it does elsewhere`() {
        assertEquals(34, Build.VERSION.SDK_INT)
        assertEquals(listOf("signed", "resolved", "remote", "refreshed", "refused", "external"), program())
    }
}
