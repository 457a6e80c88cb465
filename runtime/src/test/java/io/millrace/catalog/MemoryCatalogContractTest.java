package io.millrace.catalog;

class MemoryCatalogContractTest extends CatalogContractTest {

    @Override
    protected Catalog newCatalog() {
        return new MemoryCatalog();
    }
}
