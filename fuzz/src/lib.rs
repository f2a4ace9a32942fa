//! What all fuzz targets have in common: bytes go through the public interface as a file would, and what comes out is held
//! against what the readers, the segmentation and the claims promise. A promise that is broken is a panic, which is what a
//! fuzzer looks for; time and memory are bounded on its command line.

pub mod found;
pub mod reading;
