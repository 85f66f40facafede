package io.ticketsafe.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoClientSettings;
import com.mongodb.ReadPreference;
import io.ticketsafe.common.config.MongoConfig;
import io.vertx.core.Vertx;
import io.vertx.ext.mongo.impl.config.MongoClientOptionsParser;
import org.junit.jupiter.api.Test;

class ProcessStoresTest {
    @Test
    void whatTheMongoUrlSaysOfAReplicaSetReachesTheDriver() {
        // Given
        String url =
                "mongodb://u:p@m1:27017,m2:27018,m3:27019/?replicaSet=rs0&authSource=admin&readPreference=secondaryPreferred";
        Vertx vertx = Vertx.vertx();
        // When
        MongoClientSettings settings = new MongoClientOptionsParser(
                        vertx, ProcessStores.mongoOptions(new MongoConfig(url, null, null, null)))
                .settings();
        // Then
        assertThat(settings.getClusterSettings().getHosts()).hasToString("[m1:27017, m2:27018, m3:27019]");
        assertThat(settings.getClusterSettings().getRequiredReplicaSetName()).isEqualTo("rs0");
        assertThat(settings.getReadPreference()).isEqualTo(ReadPreference.secondaryPreferred());
        assertThat(settings.getCredential().getSource()).isEqualTo("admin");
        vertx.close();
    }
}
