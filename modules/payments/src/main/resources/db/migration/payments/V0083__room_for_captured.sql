-- Every charge of the sandbox is updated once, when it is captured. With room in its page that touches no index.
ALTER TABLE sandbox_charge SET (fillfactor = 70);
