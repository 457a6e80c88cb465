package io.millrace.firehose.schema.api;

import java.util.Set;

/** What else Glue can do (botocore 1.43.11): refused by name. A list in the program, so that starting reads no file for it. */
final class UnbuiltOperations {

    private static final String NAMES = """
            BatchCreatePartition BatchDeleteConnection BatchDeletePartition BatchGetBlueprints BatchGetCrawlers BatchGetCustomEntityTypes
            BatchGetDataQualityResult BatchGetDevEndpoints BatchGetJobs BatchGetPartition BatchGetTableOptimizer BatchGetTriggers
            BatchGetWorkflows BatchPutDataQualityStatisticAnnotation BatchStopJobRun BatchUpdatePartition
            CancelDataQualityRuleRecommendationRun CancelDataQualityRulesetEvaluationRun CancelMLTaskRun CancelStatement
            CheckSchemaVersionValidity CreateBlueprint CreateCatalog CreateClassifier CreateColumnStatisticsTaskSettings CreateConnection
            CreateCrawler CreateCustomEntityType CreateDataQualityRuleset CreateDevEndpoint CreateGlueIdentityCenterConfiguration
            CreateIntegration CreateIntegrationResourceProperty CreateIntegrationTableProperties CreateJob CreateMLTransform CreatePartition
            CreatePartitionIndex CreateRegistry CreateSchema CreateScript CreateSecurityConfiguration CreateSession CreateTableOptimizer
            CreateTrigger CreateUsageProfile CreateUserDefinedFunction CreateWorkflow DeleteBlueprint DeleteCatalog DeleteClassifier
            DeleteColumnStatisticsForPartition DeleteColumnStatisticsForTable DeleteColumnStatisticsTaskSettings DeleteConnection
            DeleteConnectionType DeleteCrawler DeleteCustomEntityType DeleteDataQualityRuleset DeleteDevEndpoint
            DeleteGlueIdentityCenterConfiguration DeleteIntegration DeleteIntegrationResourceProperty DeleteIntegrationTableProperties
            DeleteJob DeleteMLTransform DeletePartition DeletePartitionIndex DeleteRegistry DeleteResourcePolicy DeleteSchema
            DeleteSchemaVersions DeleteSecurityConfiguration DeleteSession DeleteTableOptimizer DeleteTrigger DeleteUsageProfile
            DeleteUserDefinedFunction DeleteWorkflow DescribeConnectionType DescribeEntity DescribeInboundIntegrations DescribeIntegrations
            GetBlueprint GetBlueprintRun GetBlueprintRuns GetCatalog GetCatalogImportStatus GetCatalogs GetClassifier GetClassifiers
            GetColumnStatisticsForPartition GetColumnStatisticsForTable GetColumnStatisticsTaskRun GetColumnStatisticsTaskRuns
            GetColumnStatisticsTaskSettings GetConnection GetConnections GetCrawler GetCrawlerMetrics GetCrawlers GetCustomEntityType
            GetDataCatalogEncryptionSettings GetDataQualityModel GetDataQualityModelResult GetDataQualityResult
            GetDataQualityRuleRecommendationRun GetDataQualityRuleset GetDataQualityRulesetEvaluationRun GetDataflowGraph GetDevEndpoint
            GetDevEndpoints GetEntityRecords GetGlueIdentityCenterConfiguration GetIntegrationResourceProperty GetIntegrationTableProperties
            GetJob GetJobBookmark GetJobRun GetJobRuns GetJobs GetMLTaskRun GetMLTaskRuns GetMLTransform GetMLTransforms GetMapping
            GetMaterializedViewRefreshTaskRun GetPartition GetPartitions GetPlan GetRegistry GetResourcePolicies GetResourcePolicy GetSchema
            GetSchemaByDefinition GetSchemaVersion GetSchemaVersionsDiff GetSecurityConfiguration GetSecurityConfigurations GetSession
            GetStatement GetTableOptimizer GetTrigger GetTriggers GetUnfilteredPartitionMetadata GetUnfilteredPartitionsMetadata
            GetUnfilteredTableMetadata GetUsageProfile GetUserDefinedFunction GetUserDefinedFunctions GetWorkflow GetWorkflowRun
            GetWorkflowRunProperties GetWorkflowRuns ImportCatalogToGlue ListBlueprints ListColumnStatisticsTaskRuns ListConnectionTypes
            ListCrawlers ListCrawls ListCustomEntityTypes ListDataQualityResults ListDataQualityRuleRecommendationRuns
            ListDataQualityRulesetEvaluationRuns ListDataQualityRulesets ListDataQualityStatisticAnnotations ListDataQualityStatistics
            ListDevEndpoints ListEntities ListIntegrationResourceProperties ListJobs ListMLTransforms ListMaterializedViewRefreshTaskRuns
            ListRegistries ListSchemaVersions ListSchemas ListSessions ListStatements ListTableOptimizerRuns ListTriggers ListUsageProfiles
            ListWorkflows ModifyIntegration PutDataCatalogEncryptionSettings PutDataQualityProfileAnnotation PutResourcePolicy
            PutSchemaVersionMetadata PutWorkflowRunProperties QuerySchemaVersionMetadata RegisterConnectionType RegisterSchemaVersion
            RemoveSchemaVersionMetadata ResetJobBookmark ResumeWorkflowRun RunStatement SearchTables StartBlueprintRun
            StartColumnStatisticsTaskRun StartColumnStatisticsTaskRunSchedule StartCrawler StartCrawlerSchedule
            StartDataQualityRuleRecommendationRun StartDataQualityRulesetEvaluationRun StartExportLabelsTaskRun StartImportLabelsTaskRun
            StartJobRun StartMLEvaluationTaskRun StartMLLabelingSetGenerationTaskRun StartMaterializedViewRefreshTaskRun StartTrigger
            StartWorkflowRun StopColumnStatisticsTaskRun StopColumnStatisticsTaskRunSchedule StopCrawler StopCrawlerSchedule
            StopMaterializedViewRefreshTaskRun StopSession StopTrigger StopWorkflowRun TestConnection UpdateBlueprint UpdateCatalog
            UpdateClassifier UpdateColumnStatisticsForPartition UpdateColumnStatisticsForTable UpdateColumnStatisticsTaskSettings
            UpdateConnection UpdateCrawler UpdateCrawlerSchedule UpdateDataQualityRuleset UpdateDevEndpoint
            UpdateGlueIdentityCenterConfiguration UpdateIntegrationResourceProperty UpdateIntegrationTableProperties UpdateJob
            UpdateJobFromSourceControl UpdateMLTransform UpdatePartition UpdateRegistry UpdateSchema UpdateSourceControlFromJob
            UpdateTableOptimizer UpdateTrigger UpdateUsageProfile UpdateUserDefinedFunction UpdateWorkflow
            """;

    private UnbuiltOperations() {
    }

    static Set<String> names() {
        return Set.of(NAMES.strip().split("\\s+"));
    }
}
