package io.millrace.catalog.local;

import io.millrace.catalog.Catalog;
import io.millrace.catalog.CatalogContractTest;
import io.millrace.disk.FileDisk;
import io.millrace.journal.DiskReserve;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class LocalCatalogContractTest extends CatalogContractTest {

    @TempDir
    Path directory;
    private LocalCatalog catalog;

    @Override
    protected Catalog newCatalog() throws Exception {
        catalog = LocalCatalog.open(new FileDisk(), directory, DiskReserve.NONE, CatalogSettings.defaults());
        return catalog;
    }

    @AfterEach
    void closeCatalog() throws Exception {
        catalog.close();
    }
}
