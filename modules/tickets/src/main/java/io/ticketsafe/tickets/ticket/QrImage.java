package io.ticketsafe.tickets.ticket;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.QRCodeWriter;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A text as a QR code (ISO/IEC 18004), error correction M, with the quiet zone of four modules. Costs some milliseconds: for worker threads. */
final class QrImage {
    private static final int QUIET_ZONE_MODULES = 4;
    private static final int PNG_PIXELS_PER_MODULE = 8;
    private static final Map<EncodeHintType, ?> HINTS = Map.of(
            EncodeHintType.ERROR_CORRECTION,
            ErrorCorrectionLevel.M,
            EncodeHintType.MARGIN,
            QUIET_ZONE_MODULES,
            EncodeHintType.CHARACTER_SET,
            StandardCharsets.US_ASCII.name());

    private final BitMatrix modules;

    private QrImage(BitMatrix modules) {
        this.modules = modules;
    }

    static QrImage of(String ascii) {
        try {
            return new QrImage(new QRCodeWriter().encode(ascii, BarcodeFormat.QR_CODE, 0, 0, HINTS));
        } catch (WriterException e) {
            throw new IllegalArgumentException("this does not fit into a QR code", e);
        }
    }

    /** One path of horizontal runs, a module being one unit. */
    byte[] toSvg() {
        int size = modules.getWidth();
        StringBuilder path = new StringBuilder();
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                int start = x;
                while (x < size && modules.get(x, y)) {
                    x++;
                }
                if (x > start) {
                    int run = x - start;
                    path.append('M').append(start).append(' ').append(y);
                    path.append('h').append(run).append("v1h-").append(run).append('z');
                }
            }
        }
        String svg = """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %1$d" width="%2$d" height="%2$d" \
                shape-rendering="crispEdges"><path fill="#fff" d="M0 0h%1$dv%1$dH0z"/><path d="%3$s"/></svg>
                """;
        return svg.formatted(size, size * PNG_PIXELS_PER_MODULE, path).getBytes(StandardCharsets.US_ASCII);
    }

    byte[] toPng() {
        int size = modules.getWidth() * PNG_PIXELS_PER_MODULE;
        return BilevelPng.encode(
                size, size, (x, y) -> modules.get(x / PNG_PIXELS_PER_MODULE, y / PNG_PIXELS_PER_MODULE));
    }
}
