from django.apps import AppConfig


class LearningConfig(AppConfig):
    name = "fagkompas.learning"
    label = "learning"
    default_auto_field = "django.db.models.BigAutoField"
