// Makes the replica set of three where there is none, and waits until it has a primary.
try {
  rs.status();
} catch (e) {
  if (e.codeName !== 'NotYetInitialized') throw e;
  rs.initiate({ _id: 'ticketsafe', members: [1, 2, 3].map((n) => ({ _id: n, host: `mongo-${n}:27017`, priority: 4 - n })) });
}
for (let tries = 0; tries < 60 && !rs.status().members.some((m) => m.stateStr === 'PRIMARY'); tries++) sleep(1000);
if (!rs.status().members.some((m) => m.stateStr === 'PRIMARY')) throw new Error('the replica set has no primary');
