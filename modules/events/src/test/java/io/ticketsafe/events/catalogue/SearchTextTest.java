package io.ticketsafe.events.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchTextTest {
    @ParameterizedTest
    @CsvSource({
        "São  Paulo, sao paulo",
        "SAO PAULO, sao paulo",
        "d'Água & Cia., d agua cia",
        "Łódź, lodz",
        "Århus Smørrebrød, arhus smorrebrod",
        "STRASSE Straße, strasse",
        "İstanbul ısı, istanbul isi",
        "Björk (live) [2030], bjork live 2030",
        "🎸 rock 🤘🏿, 🎸 rock 🤘",
        "ﬁnale ＡＢＣ, finale abc",
        "'a.*b|c$', a b c",
    })
    void caseAccentsAndPunctuationDoNotMatter(String text, String key) {
        assertThat(SearchText.key(text)).isEqualTo(key);
    }

    @Test
    void nothingHasNoWords() {
        assertThat(SearchText.words(null)).isEmpty();
        assertThat(SearchText.words(" \u200F\t!?… ")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "festival, fest, true",
        "manifest, fest, false",
        "مهرجان, مهر, true",
        "東京ロックフェス, ロック, true",
        "東京ロックフェス, ジャズ, false",
    })
    void aWordIsFoundByItsBeginningAndAPhraseWithoutSpacesByAnyPart(String stored, String wanted, boolean found) {
        // Given
        String word = SearchText.key(stored);
        // When
        Pattern pattern = Pattern.compile(SearchText.pattern(SearchText.key(wanted)));
        // Then
        assertThat(pattern.matcher(word).find()).isEqualTo(found);
    }
}
