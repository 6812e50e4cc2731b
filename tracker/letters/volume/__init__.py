"""Letters of the volume: final texts asked for, proofs sent out."""
