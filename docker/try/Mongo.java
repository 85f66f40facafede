import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.h2.H2Backend;

/** Serves MongoDB's protocol on its port, in memory. */
final class Mongo {
    private Mongo() {}

    public static void main(String[] arguments) throws InterruptedException {
        MongoServer server = new MongoServer(H2Backend.inMemory());
        server.bind("0.0.0.0", 27017);
        Runtime.getRuntime().addShutdownHook(new Thread(server::shutdownNow));
        Thread.currentThread().join();
    }
}
