package io.ticketsafe.tickets.ticket;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;

/** PNG (ISO/IEC 15948) with one bit a pixel; a QR code needs no more, and no image library. */
final class BilevelPng {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final byte BIT_DEPTH = 1;
    private static final byte GREYSCALE = 0;
    private static final byte NO_FILTER = 0;

    private BilevelPng() {}

    /** Says whether a pixel is black. */
    @FunctionalInterface
    interface Pixels {
        boolean black(int x, int y);
    }

    static byte[] encode(int width, int height, Pixels pixels) {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(png)) {
            out.write(SIGNATURE);
            byte[] header = ByteBuffer.allocate(13)
                    .putInt(width)
                    .putInt(height)
                    .put(BIT_DEPTH)
                    .put(GREYSCALE)
                    .array();
            chunk(out, "IHDR", header);
            chunk(out, "IDAT", compressedRows(width, height, pixels));
            chunk(out, "IEND", new byte[0]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return png.toByteArray();
    }

    private static byte[] compressedRows(int width, int height, Pixels pixels) throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (DeflaterOutputStream rows = new DeflaterOutputStream(compressed)) {
            byte[] row = new byte[(width + 7) / 8];
            for (int y = 0; y < height; y++) {
                for (int i = 0; i < row.length; i++) {
                    row[i] = eightPixels(i * 8, y, width, pixels);
                }
                rows.write(NO_FILTER);
                rows.write(row);
            }
        }
        return compressed.toByteArray();
    }

    private static byte eightPixels(int x, int y, int width, Pixels pixels) {
        int bits = 0;
        for (int i = 0; i < 8; i++) {
            boolean white = x + i >= width || !pixels.black(x + i, y);
            bits = bits << 1 | (white ? 1 : 0);
        }
        return (byte) bits;
    }

    private static void chunk(DataOutputStream out, String type, byte[] content) throws IOException {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 checksum = new CRC32();
        checksum.update(name);
        checksum.update(content);
        out.writeInt(content.length);
        out.write(name);
        out.write(content);
        out.writeInt((int) checksum.getValue());
    }
}
