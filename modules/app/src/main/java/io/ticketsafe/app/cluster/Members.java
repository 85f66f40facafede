package io.ticketsafe.app.cluster;

import com.hazelcast.config.Config;
import io.vertx.core.Completable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.spi.cluster.NodeListener;
import io.vertx.core.spi.cluster.RegistrationInfo;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The processes of the cluster. Beside what Vert.x needs, it tells when one is gone, and takes this one's name off the lists of who
 * answers what, before it stops answering: Vert.x drops a message, without a word, for which it has no handler any more.
 */
public final class Members extends HazelcastClusterManager {
    private final Set<Registration> own = ConcurrentHashMap.newKeySet();
    private volatile Runnable onLoss = () -> {};

    Members(Config hazelcast) {
        super(hazelcast);
        super.nodeListener(telling(null));
    }

    private record Registration(String address, RegistrationInfo info) {}

    /** Called after each process that is gone, when nothing is sent to it any more; on a thread of Hazelcast's. */
    public void onLoss(Runnable handler) {
        onLoss = handler;
    }

    /** How many there are, this one too. */
    public int count() {
        return getNodes().size();
    }

    /** From now on the others ask somebody else; what they have sent is still answered. */
    public Future<Void> withdraw() {
        List<Future<Void>> removals =
                own.stream().map(registration -> remove(registration)).toList();
        return Future.join(removals).mapEmpty();
    }

    private Future<Void> remove(Registration registration) {
        Promise<Void> removed = Promise.promise();
        removeRegistration(registration.address(), registration.info(), removed);
        return removed.future();
    }

    @Override
    public void addRegistration(String address, RegistrationInfo info, Completable<Void> promise) {
        own.add(new Registration(address, info));
        super.addRegistration(address, info, promise);
    }

    @Override
    public void removeRegistration(String address, RegistrationInfo info, Completable<Void> promise) {
        own.remove(new Registration(address, info));
        super.removeRegistration(address, info, promise);
    }

    @Override
    public void nodeListener(NodeListener listener) {
        super.nodeListener(telling(listener));
    }

    private NodeListener telling(NodeListener other) {
        return new NodeListener() {
            @Override
            public void nodeAdded(String node) {
                if (other != null) {
                    other.nodeAdded(node);
                }
            }

            @Override
            public void nodeLeft(String node) {
                if (other != null) {
                    other.nodeLeft(node);
                }
                onLoss.run();
            }
        };
    }
}
