PYTHON ?= python3
VENV ?= .venv

# One initial migration per app until the first release; made on Django 5.2.
migrations:
	rm -f training/migrations/000*.py courses/migrations/000*.py certificates/migrations/000*.py cms/pages/migrations/000*.py cms/site/migrations/000*.py
	$(VENV)/bin/python manage.py makemigrations -v 1 kompas_site kompas_training kompas_courses kompas_certificates kompas_pages
