-- Holds and buyers lie otherwise in Redis than before: what is there of any event is to be rebuilt.
UPDATE sale SET epoch = greatest(epoch, epoch_given) + 1, epoch_given = greatest(epoch, epoch_given) + 1;
