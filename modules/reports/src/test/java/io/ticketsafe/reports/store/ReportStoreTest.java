package io.ticketsafe.reports.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoSocketException;
import com.mongodb.ServerAddress;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.bulk.BulkWriteResult;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.junit.jupiter.api.Test;

class ReportStoreTest {
    private static final ServerAddress SERVER = new ServerAddress("mongo");

    @Test
    void silenceOfTheServerIsNoAnswer() {
        assertThat(ReportStore.isNoAnswer(new TimeoutException())).isTrue();
        assertThat(ReportStore.isNoAnswer(new MongoSocketException("closed", SERVER)))
                .isTrue();
        assertThat(ReportStore.isNoAnswer(refused(10107))).isTrue();
        assertThat(ReportStore.isNoAnswer(written(91))).isTrue();
    }

    @Test
    void whatAServerThatIsWellSaysIsAnAnswer() {
        assertThat(ReportStore.isNoAnswer(refused(50))).isFalse();
        assertThat(ReportStore.isNoAnswer(refused(13))).isFalse();
        assertThat(ReportStore.isNoAnswer(written(11000))).isFalse();
    }

    private static MongoCommandException refused(int code) {
        return new MongoCommandException(
                new BsonDocument("ok", new BsonInt32(0)).append("code", new BsonInt32(code)), SERVER);
    }

    private static MongoBulkWriteException written(int code) {
        BulkWriteError error = new BulkWriteError(code, "", new BsonDocument(), 0);
        return new MongoBulkWriteException(BulkWriteResult.unacknowledged(), List.of(error), null, SERVER, Set.of());
    }
}
