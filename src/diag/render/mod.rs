//! Ways to show findings, one small file each.
