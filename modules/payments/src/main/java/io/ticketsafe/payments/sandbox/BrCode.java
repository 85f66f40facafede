package io.ticketsafe.payments.sandbox;

import io.ticketsafe.contract.Money;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * The text that a payer copies to pay a Pix: a BR Code (Banco Central do Brasil, "Manual do BR Code", which follows EMV QRCPS
 * Merchant-Presented Mode). Well-formed, but for a key that nobody owns.
 */
final class BrCode {
    private static final String SANDBOX_KEY = "00000000-0000-4000-8000-000000000000";
    private static final int LONGEST_TXID = 25;
    private static final int CRC_POLYNOMIAL = 0x1021;

    private BrCode() {}

    static String of(UUID paymentId, Money amount) {
        String txId = paymentId.toString().replace("-", "").substring(0, LONGEST_TXID);
        String payload = field("00", "01")
                + field("01", "12")
                + field("26", field("00", "br.gov.bcb.pix") + field("01", SANDBOX_KEY))
                + field("52", "0000")
                + field("53", "986")
                + field("54", BigDecimal.valueOf(amount.amountMinor(), 2).toPlainString())
                + field("58", "BR")
                + field("59", "TICKETSAFE SANDBOX")
                + field("60", "SAO PAULO")
                + field("62", field("05", txId))
                + "6304";
        return payload + "%04X".formatted(crc16(payload));
    }

    private static String field(String id, String value) {
        return id + "%02d".formatted(value.length()) + value;
    }

    /** CRC-16/CCITT-FALSE: polynomial 0x1021, start 0xFFFF (EMV QRCPS, 4.7.3). */
    static int crc16(String text) {
        int crc = 0xFFFF;
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            crc ^= (b & 0xFF) << 8;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 0x8000) == 0 ? crc << 1 : (crc << 1) ^ CRC_POLYNOMIAL;
            }
        }
        return crc & 0xFFFF;
    }
}
