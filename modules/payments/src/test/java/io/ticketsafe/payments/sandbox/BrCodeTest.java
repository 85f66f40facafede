package io.ticketsafe.payments.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.ticketsafe.contract.Money;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class BrCodeTest {
    private static final UUID ID = UUID.fromString("01890a5d-ac96-774b-bcce-b302099a8057");

    @Test
    void theCheckValueOfTheCrcIsRight() {
        // "123456789" is the check string of every CRC catalogue; 0x29B1 that of CRC-16/CCITT-FALSE.
        assertThat(BrCode.crc16("123456789")).isEqualTo(0x29B1);
    }

    @Test
    void theCodeEndsWithTheCrcOfWhatStandsBefore() {
        String code = BrCode.of(ID, new Money(12_500, "BRL"));
        String body = code.substring(0, code.length() - 4);
        assertThat(body).endsWith("6304");
        assertThat(code.substring(code.length() - 4)).isEqualTo("%04X".formatted(BrCode.crc16(body)));
    }

    @Test
    void theFieldsAreWellFormed() {
        Map<String, String> fields = fields(BrCode.of(ID, new Money(5, "BRL")));
        assertThat(fields)
                .containsEntry("00", "01")
                .containsEntry("53", "986")
                .containsEntry("54", "0.05")
                .containsEntry("58", "BR")
                .containsEntry("62", "0525" + "01890a5dac96774bbcceb3020");
        assertThat(fields(fields.get("26"))).containsEntry("00", "br.gov.bcb.pix");
    }

    private static Map<String, String> fields(String code) {
        Map<String, String> fields = new LinkedHashMap<>();
        int at = 0;
        while (at < code.length()) {
            int length = Integer.parseInt(code.substring(at + 2, at + 4));
            fields.put(code.substring(at, at + 2), code.substring(at + 4, at + 4 + length));
            at += 4 + length;
        }
        return fields;
    }
}
