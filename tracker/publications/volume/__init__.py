"""The volume (案例汇编): which cases, in which order, as Word, proof, booklet and web edition."""
