// Wait is not written yet. The file lets the package build.
