package io.ticketsafe.app.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.spi.cluster.RegistrationInfo;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two members of a real cluster on the loopback address. */
class ClusterMembersIT {
    private static final String ADDRESS = "cluster-members-it";
    private static final int PATIENCE_S = 20;

    private final List<Vertx> open = new ArrayList<>();
    private ClusterConfig config;
    private Members here;
    private Members there;
    private Vertx asking;
    private Vertx answering;

    @BeforeEach
    void join() throws IOException, TimeoutException {
        try (ServerSocket free = new ServerSocket(0)) {
            config = new ClusterConfig(
                    true,
                    "cluster-members-it-" + ProcessHandle.current().pid(),
                    null,
                    free.getLocalPort(),
                    null,
                    null,
                    List.of("127.0.0.1:" + free.getLocalPort()),
                    null,
                    null);
        }
        here = Clustering.members(config);
        asking = open(here);
        there = Clustering.members(config);
        answering = open(there);
        answering
                .eventBus()
                .consumer(ADDRESS, question -> question.reply("answer"))
                .completion()
                .await(PATIENCE_S, TimeUnit.SECONDS);
    }

    @AfterEach
    void leave() throws TimeoutException {
        for (Vertx vertx : open) {
            vertx.close().otherwiseEmpty().await(PATIENCE_S, TimeUnit.SECONDS);
        }
    }

    @Test
    void whoWithdrawsIsNotAskedAnyMoreButStillAnswersWhatWasSent() throws TimeoutException {
        // Given
        assertThat(ask()).isEqualTo("answer");
        assertThat(here.count()).isEqualTo(2);
        // When
        there.withdraw().await(PATIENCE_S, TimeUnit.SECONDS);
        // Then
        assertThat(registrations()).isEmpty();
        String late = answering
                .eventBus()
                .<String>request(ADDRESS, "sent before the others knew")
                .map(reply -> reply.body())
                .await(PATIENCE_S, TimeUnit.SECONDS);
        assertThat(late).isEqualTo("answer");
    }

    @Test
    void theLossOfAProcessIsTold() throws InterruptedException, TimeoutException {
        // Given
        CountDownLatch told = new CountDownLatch(1);
        here.onLoss(told::countDown);
        // When: it dies without a word
        there.getHazelcastInstance().getLifecycleService().terminate();
        // Then
        assertThat(told.await(PATIENCE_S, TimeUnit.SECONDS)).isTrue();
        assertThat(here.count()).isEqualTo(1);
        assertThat(registrations()).isEmpty();
    }

    private String ask() throws TimeoutException {
        return asking.eventBus()
                .<String>request(ADDRESS, "question")
                .map(reply -> reply.body())
                .await(PATIENCE_S, TimeUnit.SECONDS);
    }

    private List<RegistrationInfo> registrations() throws TimeoutException {
        Promise<List<RegistrationInfo>> found = Promise.promise();
        here.getRegistrations(ADDRESS, found);
        return found.future().await(PATIENCE_S, TimeUnit.SECONDS);
    }

    private Vertx open(Members members) throws TimeoutException {
        VertxOptions options = new VertxOptions().setEventBusOptions(new EventBusOptions().setHost(config.host()));
        Future<Vertx> building =
                Vertx.builder().with(options).withClusterManager(members).buildClustered();
        Vertx vertx = building.await(PATIENCE_S, TimeUnit.SECONDS);
        open.add(vertx);
        return vertx;
    }
}
