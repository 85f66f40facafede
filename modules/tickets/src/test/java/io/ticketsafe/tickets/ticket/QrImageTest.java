package io.ticketsafe.tickets.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import com.google.zxing.qrcode.decoder.Decoder;
import io.ticketsafe.common.Ids;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class QrImageTest {
    private static final Pattern RUN = Pattern.compile("M(\\d+) (\\d+)h(\\d+)v1h-(\\d+)z");
    private static final Pattern SIZE = Pattern.compile("viewBox=\"0 0 (\\d+) ");
    private static final int QUIET_ZONE = 4;

    private final String code = newCode();

    @Test
    void aReaderReadsThePng() throws Exception {
        // When
        byte[] png = QrImage.of(code).toPng();
        // Then
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
        int[] pixels = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        var source = new RGBLuminanceSource(image.getWidth(), image.getHeight(), pixels);
        assertThat(new QRCodeReader()
                        .decode(new BinaryBitmap(new HybridBinarizer(source)))
                        .getText())
                .isEqualTo(code);
        assertThat(png.length).isLessThan(4_000);
    }

    @Test
    void theSvgPathIsTheSameCode() throws Exception {
        // When
        String svg = new String(QrImage.of(code).toSvg(), StandardCharsets.US_ASCII);
        // Then
        BitMatrix modules = withoutQuietZone(svg);
        assertThat(new Decoder().decode(modules).getText()).isEqualTo(code);
        assertThat(svg).startsWith("<svg xmlns=\"http://www.w3.org/2000/svg\"").endsWith("</svg>\n");
    }

    private static BitMatrix withoutQuietZone(String svg) {
        int size = SIZE.matcher(svg)
                .results()
                .map(r -> Integer.parseInt(r.group(1)))
                .findFirst()
                .orElseThrow();
        BitMatrix modules = new BitMatrix(size - 2 * QUIET_ZONE);
        for (MatchResult run : RUN.matcher(svg).results().toList()) {
            assertThat(run.group(3)).isEqualTo(run.group(4));
            modules.setRegion(
                    Integer.parseInt(run.group(1)) - QUIET_ZONE,
                    Integer.parseInt(run.group(2)) - QUIET_ZONE,
                    Integer.parseInt(run.group(3)),
                    1);
        }
        return modules;
    }

    private static String newCode() {
        KeyPair pair = TicketKeyStore.generate();
        TicketKeys keys = new TicketKeys(List.of(TicketKeys.Pair.decode(
                1, pair.getPublic().getEncoded(), pair.getPrivate().getEncoded())));
        return keys.sign(Ids.next(), Ids.next(), 1);
    }
}
